using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace Octavo.Generator.Tests.Package;

[Collection(PackageTests.Name)]
[Trait("Category", "Package")]
public class ContentTests(OctavoPackage package)
{
    [Fact]
    public void The_package_holds_what_it_should_and_nothing_else()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        Assert.Equal(
            [
                "Octavo.nuspec",
                "README.md",
                "analyzers/dotnet/cs/Google.Protobuf.dll",
                "analyzers/dotnet/cs/Octavo.Compiler.dll",
                "analyzers/dotnet/cs/Octavo.Generator.dll",
                "build/Octavo.props",
                "build/Octavo.targets",
                "buildTransitive/Octavo.props",
                "buildTransitive/Octavo.targets",
                "lib/net10.0/Octavo.Runtime.dll",
                "lib/net10.0/Octavo.Runtime.xml",
                "lib/net9.0/Octavo.Runtime.dll",
                "lib/net9.0/Octavo.Runtime.xml",
            ],
            archive.Entries.Select(entry => entry.FullName).Where(name => !IsOfTheContainer(name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_depends_on_no_other_and_is_no_development_dependency()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using Stream stream = archive.GetEntry("Octavo.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();

        string[] names = [.. metadata.Elements().Select(element => element.Name.LocalName)];
        Assert.DoesNotContain("dependencies", names);
        Assert.DoesNotContain("developmentDependency", names);
        Assert.Equal("MIT", metadata.Elements().Single(element => element.Name.LocalName == "license").Value);
    }

    // Parts of the package's file format.
    private static bool IsOfTheContainer(string name) => name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal) || name == "[Content_Types].xml";
}
