using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Commands;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Scores of attention to which a mask was added: a range that holds it has no codes left for the scores.</summary>
public sealed class MaskedAttentionTests : IDisposable
{
    private const int Tokens = 8;
    private const int Width = 16;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-10000f, "minmax")]
    [InlineData(-10000f, "mse")]
    [InlineData(float.MinValue, "mse")]
    [InlineData(float.NegativeInfinity, "mse")]
    [InlineData(float.NegativeInfinity, "entropy")]
    public void A_softmax_of_masked_scores_reads_floats(float hidden, string method)
    {
        string model = _folder.Write("attention.onnx", Model(hidden)), quantized = _folder.PathOf("attention.int8.onnx"), calibration = _folder.PathOf("attention.calibration.json");
        string data = _folder.Write("data.bin", [.. Enumerable.Range(0, 8 * Tokens * Width).SelectMany(i => BitConverter.GetBytes(MathF.Sin(i * i)))]);
        Assert.Equal(0, Root.Run(["calibrate", model, "--data", data, "--method", method, "-o", calibration]));
        Assert.Equal(0, Root.Run(["quantize", model, "--calibration", calibration, "-o", quantized]));
        Assert.Equal(0, Root.Run(["verify", model, quantized, "--data", data, "--min-cosine", "0.995", "--outputs-only"]));

        OnnxGraph graph = OnnxReader.Read(System.IO.File.ReadAllBytes(quantized)).Graph;
        string scores = graph.Nodes.Single(n => n.OpType == "Softmax").Inputs[0];
        Assert.Equal("Where", graph.Nodes.Single(n => n.Outputs.Contains(scores)).OpType);
        Assert.Contains(graph.Nodes, n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "products");
    }

    [Fact]
    public void A_softmax_of_scores_without_a_mask_reads_codes()
    {
        string model = _folder.Write("attention.onnx", Model(0)), quantized = _folder.PathOf("attention.int8.onnx");
        string data = _folder.Write("data.bin", [.. Enumerable.Range(0, 8 * Tokens * Width).SelectMany(i => BitConverter.GetBytes(MathF.Sin(i * i)))]);
        Assert.Equal(0, Root.Run(["quantize", model, "--data", data, "-o", quantized]));
        OnnxGraph graph = OnnxReader.Read(System.IO.File.ReadAllBytes(quantized)).Graph;
        string scores = graph.Nodes.Single(n => n.OpType == "Softmax").Inputs[0];
        Assert.Equal("DequantizeLinear", graph.Nodes.Single(n => n.Outputs.Contains(scores)).OpType);
    }

    /// <summary>Softmax of x xᵀ, in which no token sees a later one, times x.</summary>
    private static byte[] Model(float hidden) => new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, Tokens, Width)
        .Initializer("w", [Width, Width], [.. Enumerable.Range(0, Width * Width).Select(i => MathF.Cos(i * 0.7f))])
        .Initializer("hidden", [], hidden)
        .Initializer("sees", [1, Tokens, Tokens], [.. Enumerable.Range(0, Tokens * Tokens).Select(i => i % Tokens <= i / Tokens)])
        .Node("MatMul", ["x", "w"], ["keys"])
        .Node("Transpose", ["keys"], ["turned"], ("perm", new[] { 0, 2, 1 }))
        .Node("MatMul", ["x", "turned"], ["products"])
        .Node("Where", ["sees", "products", "hidden"], ["scores"])
        .Node("Softmax", ["scores"], ["shares"], ("axis", -1))
        .Node("MatMul", ["shares", "x"], ["y"])
        .Output("y", ElementType.Float32, 1, Tokens, Width)
        .Build();
}
