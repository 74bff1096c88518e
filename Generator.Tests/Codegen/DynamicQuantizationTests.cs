using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Networks quantized at run time, through the whole compiler: the reference's bits, in the layers that are meant for them.</summary>
public sealed class DynamicQuantizationTests
{
    private readonly Random _random = new(11);

    [Theory]
    [InlineData(1, 25, 20, true)]
    [InlineData(7, 64, 33, false)]
    [InlineData(130, 48, 16, true)]
    public void A_product_is_one_quantization_and_one_layer_with_a_float_epilogue(int rows, int k, int n, bool perColumn)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, rows, k);
        Quantize(model, "x");
        Product(model, "x", "y", Lowered.Random(_random, ElementType.Int8, k, n), perColumn ? n : 1, zeroPoints: !perColumn);
        model.Initializer("b", Lowered.Random(_random, ElementType.Float32, n)).Node("Add", ["y", "b"], ["biased"]).Node("Relu", ["biased"], ["z"]).Output("z");
        string[] kernels = ModelRun.MatchesReference(model, Lowered.Random(_random, ElementType.Float32, rows, k));
        Assert.Equal(["range", "quantize dynamically", $"dense {k}->{n}" + (rows == 1 ? "" : $" rows {rows}")], kernels);
    }

    [Fact]
    public void Products_of_one_tensor_share_its_quantization()
    {
        OnnxBuilder model = new OnnxBuilder(opset: 17).Opset("com.microsoft", 1).Input("x", ElementType.Float32, 2, 5, 40);
        foreach (string name in new[] { "q", "k", "v" })
        {
            model.Initializer("w" + name, Lowered.Random(_random, ElementType.UInt8, 40, 24)).Scalar("s" + name, 0.01f).Scalar("z" + name, (byte)131)
                .Initializer("b" + name, Lowered.Random(_random, ElementType.Float32, 24))
                .Node("com.microsoft:DynamicQuantizeMatMul", ["x", "w" + name, "s" + name, "z" + name, "b" + name], [name]).Output(name);
        }

        string[] kernels = ModelRun.MatchesReference(model, Lowered.Random(_random, ElementType.Float32, 2, 5, 40));
        Assert.Equal(["range", "quantize dynamically", "dense 40->24 rows 10", "dense 40->24 rows 10", "dense 40->24 rows 10"], kernels);
    }

    [Theory]
    [InlineData(1, 3, 8, 3)]
    [InlineData(3, 2, 2, 3)]
    [InlineData(6, 1, 1, 3)]
    [InlineData(1, 5, 17, 1)]
    public void Convolutions_pad_with_the_zero_point_of_the_moment(int group, int inputs, int outputs, int size)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, group * inputs, 9, 11);
        Quantize(model, "x");
        model.Initializer("w", Lowered.Random(_random, ElementType.UInt8, group * outputs, inputs, size, size)).Scalar("wz", (byte)119).Scalar("ws", 0.013f)
            .Node("ConvInteger", ["x_q", "w", "x_z", "wz"], ["sum"], ("group", group), ("pads", new[] { size / 2, size / 2, size / 2, size / 2 }))
            .Node("Cast", ["sum"], ["real"], ("to", 1)).Node("Mul", ["x_s", "ws"], ["scale"]).Node("Mul", ["real", "scale"], ["y"])
            .Initializer("b", Lowered.Random(_random, ElementType.Float32, 1, group * outputs, 1, 1)).Node("Add", ["y", "b"], ["z"]).Output("z");
        string[] kernels = ModelRun.MatchesReference(model, Lowered.Random(_random, ElementType.Float32, 1, group * inputs, 9, 11));
        string kernel = group == 6 ? "depthwise3x3 6" : $"conv{size}x{size} {group * inputs}->{group * outputs}" + (group == 1 ? "" : $" groups {group}");
        Assert.Equal((string[])["range", "quantize dynamically", .. size == 1 ? Array.Empty<string>() : ["halo"], kernel], kernels.Where(k => k != "transpose"));
    }

    [Fact]
    public void Convolutions_of_the_same_codes_with_other_zero_points_pad_their_own_copies()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.UInt8, 1, 4, 6, 5).Input("first", ElementType.UInt8).Input("second", ElementType.UInt8)
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 5, 4, 3, 3))
            .Node("ConvInteger", ["x", "w", "first"], ["y"], ("pads", new[] { 1, 1, 1, 1 })).Output("y", ElementType.Int32)
            .Node("ConvInteger", ["x", "w", "second"], ["z"], ("pads", new[] { 1, 1, 1, 1 })).Output("z", ElementType.Int32);
        ModelRun.MatchesReference(
            model, Lowered.Random(_random, ElementType.UInt8, 1, 4, 6, 5), new TensorData(ElementType.UInt8, Shape.Scalar, [7]), new TensorData(ElementType.UInt8, Shape.Scalar, [201]));
    }

    [Fact]
    public void Integer_products_take_any_operands_and_zero_points()
    {
        OnnxBuilder model = new OnnxBuilder().Input("a", ElementType.UInt8, 2, 3, 300).Input("b", ElementType.Int8, 300, 6).Input("za", ElementType.UInt8).Input("zb", ElementType.Int8, 6)
            .Initializer("w", Lowered.Random(_random, ElementType.UInt8, 300, 6)).Initializer("zw", [6], [.. Enumerable.Range(100, 6).Select(i => (byte)i)])
            .Node("MatMulInteger", ["a", "b", "za", "zb"], ["computed"]).Output("computed", ElementType.Int32)
            .Node("MatMulInteger", ["a", "b"], ["plain"]).Output("plain", ElementType.Int32)
            .Node("MatMulInteger", ["a", "w", "za", "zw"], ["weights"]).Output("weights", ElementType.Int32)
            .Node("MatMulInteger", ["a", "w", "", "zw"], ["zero"]).Output("zero", ElementType.Int32);
        ModelRun.MatchesReference(
            model,
            Lowered.Random(_random, ElementType.UInt8, 2, 3, 300),
            Lowered.Random(_random, ElementType.Int8, 300, 6),
            new TensorData(ElementType.UInt8, Shape.Scalar, [77]),
            Lowered.Random(_random, ElementType.Int8, 6));
    }

    [Fact]
    public void Constant_scales_make_an_ordinary_integer_layer()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 3, 20).Scalar("xs", 0.02f).Scalar("xz", (byte)113)
            .Node("QuantizeLinear", ["x", "xs", "xz"], ["q"])
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 20, 9)).Scalar("ws", 0.01f)
            .Node("MatMulInteger", ["q", "w", "xz"], ["sum"]).Node("Cast", ["sum"], ["real"], ("to", 1))
            .Node("Mul", ["xs", "ws"], ["scale"]).Node("Mul", ["real", "scale"], ["y"]).Output("y");
        Assert.Equal(["quantize", "dense 20->9 rows 3"], ModelRun.MatchesReference(model, Lowered.Random(_random, ElementType.Float32, 3, 20)));
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(3.5f, 3.5f)]
    [InlineData(-7f, -0.25f)]
    [InlineData(-1e-40f, 1e-39f)]
    [InlineData(-3e38f, 3e38f)]
    public void Codes_scale_and_zero_point_are_those_of_the_extremes_and_zero(float low, float high)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 3, 4, 700);
        Quantize(model, "x");
        model.Output("x_q", ElementType.UInt8).Output("x_s").Output("x_z", ElementType.UInt8);
        var x = new TensorData(ElementType.Float32, new Shape(1, 3, 4, 700));
        foreach (ref float value in x.As<float>())
        {
            value = low + (_random.NextSingle() * (high - low));
        }

        x.As<float>()[8000] = low;
        x.As<float>()[17] = high;
        ModelRun.MatchesReference(model, x);
    }

    private static void Quantize(OnnxBuilder model, string x) => model.Node("DynamicQuantizeLinear", [x], [x + "_q", x + "_s", x + "_z"]);

    /// <summary>What ONNX Runtime's quantize_dynamic writes for a MatMul.</summary>
    private void Product(OnnxBuilder model, string x, string y, TensorData weights, int scales, bool zeroPoints)
    {
        model.Initializer(y + "_w", weights).Initializer(y + "_ws", [scales], [.. Enumerable.Range(0, scales).Select(_ => (_random.NextSingle() + 0.1f) / 100)]);
        if (zeroPoints)
        {
            model.Scalar(y + "_wz", (sbyte)3);
        }

        model.Node("MatMulInteger", zeroPoints ? [x + "_q", y + "_w", x + "_z", y + "_wz"] : [x + "_q", y + "_w", x + "_z"], [y + "_sum"])
            .Node("Cast", [y + "_sum"], [y + "_real"], ("to", 1))
            .Node("Mul", [x + "_s", y + "_ws"], [y + "_scale"])
            .Node("Mul", [y + "_real", y + "_scale"], [y]);
    }
}
