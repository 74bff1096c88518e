using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Quantize- and DequantizeLinear to and from floats of 8 bits and less.</summary>
public sealed class TinyFloatQuantizationTests
{
    /// <summary>The largest numbers are 448, 240, 57344, 57344 and 6; 1.5 lies on every grid, 1.0625 between 1 and the next number of each.</summary>
    [Theory]
    [InlineData(ElementType.Float8E4M3FN, 448, 0x7E, 0x3C, 0x38)]
    [InlineData(ElementType.Float8E4M3FNUZ, 240, 0x7F, 0x44, 0x40)]
    [InlineData(ElementType.Float8E5M2, 57344, 0x7B, 0x3E, 0x3C)]
    [InlineData(ElementType.Float8E5M2FNUZ, 57344, 0x7F, 0x42, 0x40)]
    [InlineData(ElementType.Float4E2M1, 6, 7, 3, 2)]
    public void Numbers_round_to_the_nearest_and_saturate(ElementType element, float largest, byte highest, byte threeHalves, byte one)
    {
        OnnxBuilder model = new OnnxBuilder(opset: 23).Input("x", ElementType.Float32, 4).Scalar("s", 2f).Initializer("z", new TensorData(element, Shape.Scalar, [0]))
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"]).Output("q", element).Node("DequantizeLinear", ["q", "s"], ["y"]).Output("y");
        TensorData x = TensorData.Floats(new Shape(4), 3 * largest, 3, 2.125f, 0);

        TensorData[] results = [.. Evaluator.Run(Importing.Graph(model), [x])];

        Assert.Equal([highest, threeHalves, one, 0], results[0].Bytes);
        Assert.Equal([2 * largest, 3, 2, 0], results[1].ToFloats());
        ModelRun.MatchesReference(model, x);
    }

    [Theory]
    [InlineData(ElementType.Float8E4M3FN, 0x7F)]
    [InlineData(ElementType.Float8E4M3FNUZ, 0x80)]
    [InlineData(ElementType.Float8E5M2, 0x7C)]
    [InlineData(ElementType.Float8E5M2FNUZ, 0x80)]
    public void Without_saturation_what_is_too_large_is_infinite_or_no_number(ElementType element, byte overflow)
    {
        OnnxBuilder model = new OnnxBuilder(opset: 23).Input("x", ElementType.Float32, 1).Scalar("s", 1f).Initializer("z", new TensorData(element, Shape.Scalar, [0]))
            .Node("QuantizeLinear", ["x", "s", "z"], ["y"], ("saturate", 0)).Output("y", element);
        TensorData x = TensorData.Floats(new Shape(1), 1e6f);

        Assert.Equal([overflow], Evaluator.Run(Importing.Graph(model), [x])[0].Bytes);
        ModelRun.MatchesReference(model, x);
    }

    /// <summary>A scale per row, per block, and one that is computed; the type may be an attribute.</summary>
    [Fact]
    public void Scales_of_any_kind()
    {
        OnnxBuilder model = new OnnxBuilder(opset: 23).Input("x", ElementType.Float32, 2, 4).Input("t", ElementType.Float32)
            .Initializer<float>("rows", [2], 1, 2).Initializer<float>("blocks", [2, 2], 1, 2, 4, 8)
            .Node("QuantizeLinear", ["x", "rows"], ["a"], ("axis", 0), ("output_dtype", 19)).Node("DequantizeLinear", ["a", "rows"], ["ya"], ("axis", 0)).Output("ya")
            .Node("QuantizeLinear", ["x", "blocks"], ["b"], ("axis", 1), ("block_size", 2), ("output_dtype", 17))
            .Node("DequantizeLinear", ["b", "blocks"], ["yb"], ("axis", 1), ("block_size", 2)).Output("yb")
            .Node("QuantizeLinear", ["x", "t"], ["c"], ("output_dtype", 23)).Node("DequantizeLinear", ["c", "t"], ["yc"]).Output("yc");
        TensorData x = TensorData.Floats(new Shape(2, 4), 1, 2.1f, 4.4f, 7, -9, 18.5f, 33, 60), t = TensorData.Floats(Shape.Scalar, 4);

        float[][] results = [.. Evaluator.Run(Importing.Graph(model), [x, t]).Select(r => r.ToFloats())];

        // Two mantissa bits on scales 1 and 2, three on those of the blocks, and the numbers 0, 0.5, 1, 1.5, 2, 3, 4, 6 four times as large.
        Assert.Equal([1, 2, 4, 7, -8, 20, 32, 64], results[0]);
        Assert.Equal([1, 2, 4.5f, 7, -9, 18, 32, 60], results[1]);
        Assert.Equal([0, 2, 4, 8, -8, 16, 24, 24], results[2]);
        ModelRun.MatchesReference(model, x, t);
    }

    [Fact]
    public void Weights_in_blocks_become_floats()
    {
        OnnxBuilder model = new OnnxBuilder(opset: 23).Input("x", ElementType.Float32, 1, 4)
            .Initializer("w", new TensorData(ElementType.Float4E2M1, new Shape(4, 2), [1, 2, 3, 4, 5, 6, 7, 15])).Initializer<float>("s", [2, 2], 1, 2, 3, 4)
            .Node("DequantizeLinear", ["w", "s"], ["v"], ("axis", 0), ("block_size", 2)).Node("MatMul", ["x", "v"], ["y"]).Output("y");
        TensorData x = TensorData.Floats(new Shape(1, 4), 1, 10, 100, 1000);

        // The codes 1 to 7 are 0.5, 1, 1.5, 2, 3, 4, 6, and 15 is -6.
        Assert.Equal([0.5f + 15 + 900 + 18000, 2 + 40 + 1600 - 24000], Evaluator.Run(Importing.Graph(model), [x])[0].ToFloats());
        ModelRun.MatchesReference(model, x);
    }

    [Fact]
    public void A_zero_point_that_is_not_zero_is_refused() => Assert.Contains(
        "zero point",
        Importing.Refused(new OnnxBuilder(opset: 23).Input("x", ElementType.Float32, 1).Scalar("s", 1f).Initializer("z", new TensorData(ElementType.Float8E5M2, Shape.Scalar, [1]))
            .Node("QuantizeLinear", ["x", "s", "z"], ["y"]).Output("y", ElementType.Float8E5M2)).Message,
        StringComparison.Ordinal);
}
