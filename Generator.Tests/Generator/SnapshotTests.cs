using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

/// <summary>Generated code is read by people: the whole file of a small network is kept here, and every change of it is looked at.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Generated_code_is_readable()
    {
        var run = new GeneratorRun("Shop.Vision").File(_folder.Write("tiny_net.onnx", TinyNet())).Run();
        Assert.Empty(run.Diagnostics);
        var source = Assert.Single(run.GeneratedSources);
        Assert.Equal("Shop.Vision.TinyNet.g.cs", source.HintName);
        Snapshot.Verify(source.SourceText.ToString(), "TinyNet");
    }

    // A 3×3 convolution with stride 2, a 1×1 convolution added to its input, and a classifier.
    private static byte[] TinyNet() => new OnnxBuilder()
        .Input("image", ElementType.Float32, "N", 3, 8, 8)
        .Scalar("scale", 0.05f).Scalar("zero", (byte)128)
        .Scalar("weightScale", 0.01f).Scalar("weightZero", (sbyte)0)
        .Initializer("stem.weight", [16, 3, 3, 3], Codes(16 * 27))
        .Initializer("stem.bias", [16], Enumerable.Range(0, 16).ToArray())
        .Initializer("mix.weight", [16, 16, 1, 1], Codes(256))
        .Initializer("head.weight", [16, 10], Codes(160))
        .Node("QuantizeLinear", ["image", "scale", "zero"], ["imageCodes"])
        .NamedNode("stem", "QLinearConv", ["imageCodes", "scale", "zero", "stem.weight", "weightScale", "weightZero", "scale", "zero", "stem.bias"], ["stemCodes"],
            ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }))
        .NamedNode("mix", "QLinearConv", ["stemCodes", "scale", "zero", "mix.weight", "weightScale", "weightZero", "scale", "zero"], ["mixCodes"])
        .NamedNode("mix/add", "com.microsoft:QLinearAdd", ["mixCodes", "scale", "zero", "stemCodes", "scale", "zero", "scale", "zero"], ["sumCodes"])
        .NamedNode("pool", "com.microsoft:QLinearGlobalAveragePool", ["sumCodes", "scale", "zero", "scale", "zero"], ["poolCodes"])
        .Node("Flatten", ["poolCodes"], ["flatCodes"])
        .NamedNode("head", "QLinearMatMul", ["flatCodes", "scale", "zero", "head.weight", "weightScale", "weightZero", "scale", "zero"], ["scoreCodes"])
        .Node("DequantizeLinear", ["scoreCodes", "scale", "zero"], ["scores"])
        .Output("scores", ElementType.Float32, "N", 10)
        .Opset("com.microsoft", 1)
        .Build();

    private static sbyte[] Codes(int count) => [.. Enumerable.Range(0, count).Select(i => (sbyte)(i * 37 % 127 - 63))];
}
