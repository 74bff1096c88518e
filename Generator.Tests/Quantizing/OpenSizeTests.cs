using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Commands;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Models whose inputs have open sizes, as exporters write transformers: what depends on the sizes is computed by nodes.</summary>
public sealed class OpenSizeTests : IDisposable
{
    private const int Width = 32;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x:1x4x32", "--dynamic")]
    [InlineData("x:1x1..4x32", "--dynamic")]
    [InlineData("x:1x4x32", "--weight-only")]
    public void A_quantized_file_serves_other_sizes_than_those_it_was_quantized_with(string shapes, string mode)
    {
        string model = _folder.Write("open.onnx", Model()), quantized = _folder.PathOf("open.int8.onnx");
        Assert.Equal(0, Root.Run(["quantize", model, mode, "--input-shapes", shapes, "-o", quantized]));
        string data = _folder.Write("data.bin", [.. Enumerable.Range(0, 7 * Width).SelectMany(i => BitConverter.GetBytes(MathF.Sin(i)))]);
        Assert.Equal(0, Root.Run(["verify", model, quantized, "--input-shapes", $"x:1x7x{Width}", "--data", data, "--min-cosine", "0.999"]));
    }

    [Fact]
    public void A_value_that_decides_a_shape_is_given_as_a_constant()
    {
        string model = _folder.Write("value.onnx", new OnnxBuilder()
            .Input("x", ElementType.Float32, 1, Width).Input("shape", ElementType.Int64, 2).Initializer("w", [Width, Width], Weights())
            .Node("MatMul", ["x", "w"], ["product"]).Node("Reshape", ["product", "shape"], ["y"]).Output("y", ElementType.Float32, "rows", "columns").Build());
        string quantized = _folder.PathOf("value.int8.onnx");
        Assert.Equal(0, Root.Run(["quantize", model, "--dynamic", "--input-values", "shape:8 4", "-o", quantized]));
        Assert.Equal(0, Root.Run(["inspect", quantized, "--input-values", "shape:8 4"]));
    }

    /// <summary>Rows of x, times weights, plus as many rows of a table as x has, split into two heads by a computed shape.</summary>
    private static byte[] Model() => new OnnxBuilder()
        .Input("x", ElementType.Float32, "batch", "length", Width)
        .Initializer("w", [Width, Width], Weights())
        .Initializer("table", [16, Width], Weights()[..(16 * Width)])
        .Initializer("zero", [1], 0L).Initializer("one", [1], 1L).Initializer("heads", [2], 2L, Width / 2)
        .Node("MatMul", ["x", "w"], ["product"])
        .Node("Shape", ["product"], ["shape"])
        .Node("Gather", ["shape", "one"], ["length"])
        .Node("Slice", ["table", "zero", "length", "zero"], ["rows"])
        .Node("Add", ["product", "rows"], ["sum"])
        .Node("Gather", ["shape", "zero"], ["batch"])
        .Node("Concat", ["batch", "length", "heads"], ["split"], ("axis", 0))
        .Node("Reshape", ["sum", "split"], ["y"])
        .Output("y", ElementType.Float32, "batch", "length", 2, Width / 2)
        .Build();

    private static float[] Weights() => [.. Enumerable.Range(0, Width * Width).Select(i => MathF.Cos(i * 0.7f))];
}
