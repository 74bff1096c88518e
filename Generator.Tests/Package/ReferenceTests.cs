using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Octavo.Generator.Tests.Package;

/// <summary>
/// A shipped assembly may only reference what every host brings along, in a version no newer than the host's: the floor is Roslyn 4.14 in
/// Visual Studio. A newer facade (System.Memory is the usual one) makes the generator fail to load there and nowhere else.
/// </summary>
[Collection(PackageTests.Name)]
[Trait("Category", "Package")]
public class ReferenceTests(OctavoPackage package)
{
    [Theory]
    [InlineData("analyzers/dotnet/cs/Octavo.Generator.dll", "netstandard 2.0.0.0", "Microsoft.CodeAnalysis 4.14.0.0", "Microsoft.CodeAnalysis.CSharp 4.14.0.0", "System.Collections.Immutable 9.0.0.0", "Microsoft.Build.Framework 15.1.0.0", "Octavo.Compiler")]
    [InlineData("analyzers/dotnet/cs/Octavo.Compiler.dll", "netstandard 2.0.0.0", "System.Memory 4.0.1.1", "Google.Protobuf")]
    [InlineData("analyzers/dotnet/cs/Google.Protobuf.dll", "netstandard 2.0.0.0", "System.Memory 4.0.1.1", "System.Buffers 4.0.2.0", "System.Runtime.CompilerServices.Unsafe 4.0.4.1")]
    public void A_host_assembly_references_only_what_hosts_have(string entry, params string[] allowed)
    {
        string[] references = [.. References(entry).Select(r => Array.Exists(allowed, a => a == r.Name) ? r.Name : $"{r.Name} {r.Version}")];
        Assert.NotEmpty(references);
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [InlineData("lib/net9.0/Octavo.Runtime.dll")]
    [InlineData("lib/net10.0/Octavo.Runtime.dll")]
    public void The_runtime_references_only_the_framework(string entry)
    {
        string[] references = [.. References(entry).Select(r => r.Name)];
        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.StartsWith("System.", name));
    }

    private (string Name, Version Version)[] References(string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using Stream stream = archive.GetEntry(entry)!.Open();
        var image = new MemoryStream();
        stream.CopyTo(image);
        image.Position = 0;

        using var file = new PEReader(image);
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version))];
    }
}
