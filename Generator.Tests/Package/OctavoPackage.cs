using System;
using System.Globalization;
using System.IO;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Package;

/// <summary>The package, packed once from what is being tested, under a version that no cache has seen.</summary>
public sealed class OctavoPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new("octavo package ");

    public OctavoPackage()
    {
        Version = "0.1.0-test." + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);
        Dotnet.Run(
            Repository.Root, "pack", "Generator/Generator.csproj", "-c", Configuration, "-o", Source, "-p:PackageVersion=" + Version, "-p:UseSharedCompilation=false", "-v:q").Succeeded();
    }

    public string Version { get; }

    /// <summary>The folder that holds the package, a package source.</summary>
    public string Source => _folder.PathOf("source");

    /// <summary>Where consumers unpack it.</summary>
    public string UnpackedPackages => _folder.PathOf("packages");

    public string File => Assert.Single(Directory.GetFiles(Source, "*.nupkg"));

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    public void Dispose() => _folder.Dispose();
}

/// <summary>Tests of the package share one, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PackageTests : ICollectionFixture<OctavoPackage>
{
    public const string Name = "Package";
}
