using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Package;

/// <summary>What a user's build does with the package.</summary>
[Collection(PackageTests.Name)]
[Trait("Category", "Package")]
public partial class BuildTests(OctavoPackage package)
{
    private const string Program = """
        using System;
        Console.WriteLine(string.Join(" ", my_app.MyNet.Infer(new float[] { -1, 2 })));
        Console.WriteLine(string.Join(" ", Other.De.Infer(new float[] { 3, -4, 5 })));
        """;

    [Fact]
    public void Each_build_does_only_what_has_changed()
    {
        using var app = new Consumer(package, "net10.0", """
            <ItemGroup>
              <AdditionalFiles Include="Models/*.onnx" />
              <AdditionalFiles Include="../shared models/net.onnx" ClassName="De" Namespace="Other" InputShapes="x:1x&lt;=16" />
              <AdditionalFiles Include="notes.txt" />
            </ItemGroup>
            """, Program);
        string model = app.Write("Models/my net.onnx", SmallModels.Scale(2, 10));
        app.Write("../shared models/net.onnx", SmallModels.Scale("length", 100));
        app.Write("notes.txt", [1]);

        app.Build().Succeeded();
        Assert.Equal("-10 20\n300 -400 500\n", app.Run());
        Assert.Equal(
            [
                "Other.De.octavo", "Other.De.octavo.stamp", "Other.De.weights",
                "my_app.MyNet.octavo", "my_app.MyNet.octavo.stamp", "my_app.MyNet.weights",
            ],
            app.OctavoFiles);

        string[] outputs = ["my app.dll", "octavo/my_app.MyNet.octavo", "octavo/my_app.MyNet.weights", "octavo/Other.De.weights"];
        DateTime[] Times() => [.. outputs.Select(app.TimeOf)];
        DateTime[] first = Times();

        // Nothing changed.
        string log = app.Build().Succeeded().Output;
        Assert.Contains("Skipping target \"CoreCompile\"", log);
        Assert.Equal(first, Times());

        // A model was touched.
        File.SetLastWriteTimeUtc(model, DateTime.UtcNow);
        app.Build().Succeeded();
        Assert.Equal(first, Times());

        // A model changed, in one number: the other model's weights stay.
        app.Write("Models/my net.onnx", SmallModels.Scale(2, 20));
        app.Build().Succeeded();
        Assert.Equal("-20 40\n300 -400 500\n", app.Run());
        Assert.Equal([true, true, true, false], Times().Zip(first, (now, then) => now != then));

        Dotnet.Run(app.Folder, "clean", "-v:q").Succeeded();
        Assert.Empty(app.OctavoFiles);
    }

    [Fact]
    public void A_build_for_an_editor_needs_no_weights()
    {
        using var app = new Consumer(package, "net10.0", """<ItemGroup><AdditionalFiles Include="net.onnx" /></ItemGroup>""", "");
        app.Write("net.onnx", SmallModels.Scale(2, 10));

        string log = app.Build("-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:AdditionalFiles,EmbeddedResource").Succeeded().Output;
        Assert.Equal(["my_app.Net.octavo", "my_app.Net.octavo.stamp"], app.OctavoFiles);
        Assert.Contains("my_app.Net.octavo", log);
        Assert.DoesNotContain(".onnx", log);
        Assert.DoesNotContain(".weights\"", log);
    }

    [Fact]
    public void What_is_wrong_with_models_is_said_once_each_and_nothing_else_is()
    {
        using var app = new Consumer(package, "net10.0", """
            <ItemGroup>
              <AdditionalFiles Include="good.onnx" />
              <AdditionalFiles Include="broken.onnx" />
              <AdditionalFiles Include="absent.onnx" ClassName="Missing" />
              <AdditionalFiles Include="other.onnx" ClassName="Good" />
              <AdditionalFiles Include="named.onnx" ClassName="1;#" />
            </ItemGroup>
            """, "return;");
        foreach (string name in new[] { "good", "other", "named" })
            app.Write(name + ".onnx", SmallModels.Scale(2, 10));
        app.Write("broken.onnx", [0xff, 0xff]);

        CommandResult build = app.Build("-clp:ErrorsOnly;NoSummary");
        Assert.NotEqual(0, build.ExitCode);
        string[] errors = [.. ErrorLine().Matches(build.Output).Select(error => $"{Path.GetFileName(error.Groups["file"].Value)} {error.Groups["id"].Value}").Order(StringComparer.Ordinal)];
        Assert.Equal(["absent.onnx OCT005", "broken.onnx OCT005", "named.onnx OCT009", "other.onnx OCT007"], errors);
    }

    [Fact]
    public void A_compiler_that_is_too_old_is_told_so()
    {
        using var app = new Consumer(package, "net10.0", "<Target Name=\"Old\" BeforeTargets=\"OctavoCheckCompiler\"><PropertyGroup><CompilerApiVersion>roslyn4.11</CompilerApiVersion></PropertyGroup></Target>", "");
        CommandResult build = app.Build();
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("Octavo needs the C# compiler (Roslyn) 4.14 or newer; this build uses 4.11.", build.Output);
    }

    [GeneratedRegex("^(?<file>[^(\\n]*)(\\([0-9,]*\\))? ?: error (?<id>[A-Z0-9]+)", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
