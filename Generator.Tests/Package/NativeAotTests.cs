using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Package;

[Collection(PackageTests.Name)]
[Trait("Category", "Package")]
public class NativeAotTests(OctavoPackage package)
{
    private const string Program = """
        using System;
        using System.Runtime.Intrinsics.X86;
        Console.WriteLine(string.Join(" ", my_app.Net.Infer(new float[] { -1, 2, 3 })));
        Console.WriteLine(Avx2.IsSupported);
        """;

    [SkippableFact]
    public void A_native_program_computes_the_same_and_knows_the_processor()
    {
        string? linker = new[] { "clang", "gcc" }.FirstOrDefault(IsOnPath);
        Skip.If(!OperatingSystem.IsLinux() || linker is null, "Linking a native program is set up for Linux with clang or gcc.");

        using var app = new Consumer(package, "net9.0", $"""
            <PropertyGroup>
              <PublishAot>true</PublishAot>
              <!-- The SDK hands the linker a file of this name unquoted. -->
              <AssemblyName>app</AssemblyName>
              <CppCompilerAndLinker>{linker}</CppCompilerAndLinker>
              <StripSymbols>false</StripSymbols>
            </PropertyGroup>
            <ItemGroup>
              <AdditionalFiles Include="net.onnx" />
            </ItemGroup>
            """, Program, usesFeeds: true);
        app.Write("net.onnx", SmallModels.Scale(3, 10));

        CommandResult publish = Dotnet.Run(app.Folder, "publish", "-c", "Release", "-o", "published", "-v:q");
        Skip.If(publish.Output.Contains("error NU1", StringComparison.Ordinal), "The native compiler cannot be restored here.");
        publish.Succeeded();

        string output = Dotnet.Execute(Path.Combine(app.Folder, "published", "app"), app.Folder).Succeeded().Output;
        bool hasAvx2 = RuntimeInformation.OSArchitecture == Architecture.X64;
        Assert.Equal($"-10 20 30\n{hasAvx2}\n", output);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
