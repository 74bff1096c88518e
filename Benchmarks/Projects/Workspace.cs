using System;
using System.Globalization;
using System.IO;
using Octavo.Harness;

namespace Octavo.Benchmarks.Projects;

/// <summary>
/// A temporary folder with the package of this repository, under a version that no cache has seen, and projects that use it as a user's would.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _folder;
    private readonly bool _isKept;
    private readonly string _version = "0.1.0-benchmark." + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <param name="keep">A folder to use and leave there; null for one that is deleted in the end.</param>
    public Workspace(string? keep = null)
    {
        _isKept = keep is not null;
        _folder = keep ?? Directory.CreateTempSubdirectory("octavo-benchmark-").FullName;
        Command.Run(
            Repository.Root, "dotnet", "pack", "Generator/Generator.csproj", "-c", "Release", "-o", PackageSource, "-p:PackageVersion=" + _version, "-v:q");
    }

    /// <summary>What has been restored on this machine already need not be downloaded again; nothing is added to it.</summary>
    private static string GlobalPackages
    {
        get
        {
            string path = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            return Directory.Exists(path) ? path : "";
        }
    }

    /// <summary>Where projects get the package from.</summary>
    private string PackageSource => Path.Combine(_folder, "source");

    /// <summary>Writes a console program.</summary>
    /// <param name="items">What the project file adds.</param>
    /// <param name="octavo">Whether it references the package.</param>
    /// <returns>The project's folder; the assembly's name is <paramref name="name"/>.</returns>
    public string Project(string name, string framework, string program, string items = "", bool octavo = true)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        string reference = octavo ? $"<ItemGroup><PackageReference Include=\"Octavo\" Version=\"{_version}\" /></ItemGroup>" : "";
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <RootNamespace>App</RootNamespace>
                <LangVersion>latest</LangVersion>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <InvariantGlobalization>true</InvariantGlobalization>
                <NuGetAudit>false</NuGetAudit>
                <RestoreAdditionalProjectSources>{PackageSource}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{GlobalPackages}</RestoreFallbackFolders>
              </PropertyGroup>
              {reference}
              {items}
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        if (!_isKept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
