using System;
using System.IO;
using System.Linq;
using Octavo.Generator.Tests.Support;

namespace Octavo.Generator.Tests.Package;

/// <summary>A user's project that references the package, in a folder with spaces in its name.</summary>
internal sealed class Consumer : IDisposable
{
    private readonly TemporaryFolder _folder = new("octavo consumer ");

    /// <param name="package">The package to reference.</param>
    /// <param name="framework">The target framework.</param>
    /// <param name="items">What the project adds: items and properties.</param>
    /// <param name="program">Program.cs.</param>
    /// <param name="usesFeeds">Whether it needs other packages than ours, and so the network.</param>
    public Consumer(OctavoPackage package, string framework, string items, string program, bool usesFeeds = false)
    {
        string sources = usesFeeds ? "RestoreAdditionalProjectSources" : "RestoreSources";
        // What has been restored on this machine already need not be downloaded for the test.
        string globalPackages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Framework = framework;
        _folder.Write("my app/my app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <{sources}>{package.Source}</{sources}>
                <RestorePackagesPath>{package.UnpackedPackages}</RestorePackagesPath>
                <RestoreFallbackFolders>{(Directory.Exists(globalPackages) ? globalPackages : "")}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
                <UseAppHost>{(usesFeeds ? "true" : "false")}</UseAppHost>
                <UseSharedCompilation>false</UseSharedCompilation>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Octavo" Version="{package.Version}" />
              </ItemGroup>
              {items}
            </Project>
            """);
        _folder.Write("my app/Program.cs", program);
    }

    public string Framework { get; }

    public string Folder => _folder.PathOf("my app");

    public string Intermediate => Path.Combine(Folder, "obj", "Debug", Framework);

    /// <summary>The files of the targets, by name without folder.</summary>
    public string[] OctavoFiles => Directory.Exists(Path.Combine(Intermediate, "octavo"))
        ? [.. Directory.GetFiles(Path.Combine(Intermediate, "octavo")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    /// <param name="name">Relative to the project's folder.</param>
    /// <param name="content">The file's bytes.</param>
    public string Write(string name, byte[] content) => _folder.Write(Path.Combine("my app", name), content);

    public CommandResult Build(params string[] arguments) => Dotnet.Run(Folder, ["build", "-v:n", .. arguments]);

    /// <summary>Runs what was built, and returns what it printed.</summary>
    public string Run() => Dotnet.Run(Folder, Path.Combine("bin", "Debug", Framework, "my app.dll")).Succeeded().Output.ReplaceLineEndings("\n");

    public DateTime TimeOf(string intermediateFile) => File.GetLastWriteTimeUtc(Path.Combine(Intermediate, intermediateFile));

    public void Dispose() => _folder.Dispose();
}
