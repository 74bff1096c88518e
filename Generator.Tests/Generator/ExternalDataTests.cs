using System;
using System.IO;
using Microsoft.CodeAnalysis;
using Octavo.Compiler;
using Octavo.Generator.Models;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_descriptor_names_and_hashes_the_files_that_the_model_reads()
    {
        byte[] weights = new byte[16];
        _folder.Write("data/w.bin", weights);

        ModelDescriptor model = ModelDescription.Of(_folder.Write("net.onnx", SmallModels.AddExternal("data/w.bin")), new CompilerOptions("Net"));
        Assert.Equal([new ExternalFile("data/w.bin", ModelFile.Sha256(weights))], model.ExternalFiles);
    }

    [Fact]
    public void Changed_external_data_is_stale()
    {
        _folder.Write("w.bin", new byte[16]);
        string path = _folder.Write("net.onnx", SmallModels.AddExternal("w.bin"));
        string descriptor = _folder.PathOf("Net.octavo");
        string text = ModelDescription.Of(path, new CompilerOptions("Net")).Format(descriptor);
        _folder.Write("w.bin", [.. new byte[15], 1]);

        Assert.Equal("OCT008", Assert.Single(new GeneratorRun().File(descriptor, text).Run().Diagnostics).Id);
    }

    [Fact]
    public void Absent_external_data_is_reported_and_its_arrival_changes_the_descriptor()
    {
        string path = _folder.Write("net.onnx", SmallModels.AddExternal("w.bin"));
        string descriptor = _folder.PathOf("Net.octavo");
        string before = ModelDescription.Of(path, new CompilerOptions("Net")).Format(descriptor);
        Assert.Equal("OCT006", Assert.Single(new GeneratorRun().File(descriptor, before).Run().Diagnostics).Id);

        _folder.Write("w.bin", new byte[16]);
        string after = ModelDescription.Of(path, new CompilerOptions("Net")).Format(descriptor);
        Assert.Empty(new GeneratorRun().File(descriptor, after).Run().Diagnostics);
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../outside.bin")]
    [InlineData("..\\outside.bin")]
    [InlineData("C:\\outside.bin")]
    [InlineData("w\0.bin")]
    public void A_name_that_leaves_the_folder_is_refused_unread(string name)
    {
        File.WriteAllBytes(_folder.PathOf("outside.bin"), new byte[16]);
        string path = _folder.Write("models/net.onnx", SmallModels.AddExternal(name));

        Diagnostic diagnostic = Assert.Single(new GeneratorRun().File(path).Run().Diagnostics);
        Assert.Equal(("OCT005", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Empty(ModelDescription.Of(path, new CompilerOptions("Net")).ExternalFiles);
        Assert.Null(ModelInput.ReadSibling(path, name));
    }
}
