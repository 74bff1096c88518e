using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Operators of ONNX Runtime's own give what their formulas in ONNX's operators give.</summary>
public sealed class ContributedImportTests
{
    private readonly Random _random = new(5);

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu", 0.2f)]
    [InlineData("HardSigmoid", 0.3f, 0.4f)]
    [InlineData("Clip", -0.5f, 0.7f)]
    public void A_convolution_with_an_addition_and_an_activation(string activation, params float[] parameters)
    {
        (string, object)[] fused = [("pads", new[] { 1, 1, 1, 1 }), ("activation", activation), .. parameters.Length > 0 ? [("activation_params", parameters)] : Array.Empty<(string, object)>()];
        string[] names = activation == "LeakyRelu" ? ["alpha"] : ["alpha", "beta"];
        OnnxBuilder model = Model()
            .Input("x", ElementType.Float32, 1, 3, 5, 6).Input("z", ElementType.Float32, 1, 4, 5, 6)
            .Initializer("w", Lowered.Random(_random, ElementType.Float32, 4, 3, 3, 3)).Initializer("bias", Lowered.Random(_random, ElementType.Float32, 4))
            .Node("Conv", ["x", "w", "bias"], ["conv"], ("pads", new[] { 1, 1, 1, 1 })).Node("Add", ["conv", "z"], ["sum"])
            .Node("com.microsoft:FusedConv", ["x", "w", "bias", "z"], ["a"], fused);
        model = activation == "Clip"
            ? model.Scalar("low", parameters[0]).Scalar("high", parameters[1]).Node("Clip", ["sum", "low", "high"], ["b"])
            : model.Node(activation, ["sum"], ["b"], [.. names.Zip(parameters, (name, value) => (name, (object)value))]);
        model.Node("Transpose", ["x"], ["pixels"], ("perm", new[] { 0, 2, 3, 1 })).Node("Transpose", ["z"], ["added"], ("perm", new[] { 0, 2, 3, 1 }))
            .Node("com.microsoft:NhwcFusedConv", ["pixels", "w", "bias", "added"], ["c"], fused).Node("Transpose", ["b"], ["d"], ("perm", new[] { 0, 2, 3, 1 }));
        Importing.ExpectPairs(_random, model, 4);
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void Codes_of_images_with_channels_last(ElementType element)
    {
        OnnxBuilder model = Quantized(element).Input("x", element, 1, 5, 6, 4)
            .Node("Transpose", ["x"], ["planes"], ("perm", new[] { 0, 3, 1, 2 }))
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 6, 2, 3, 3)).Scalar("ws", 0.002f).Scalar("wz", (sbyte)0)
            .Node("com.microsoft:QLinearConv", ["x", "s1", "z1", "w", "ws", "wz", "s2", "z2"], ["a"], ("channels_last", 1), ("group", 2), ("strides", new[] { 2, 1 }))
            .Node("QLinearConv", ["planes", "s1", "z1", "w", "ws", "wz", "s2", "z2"], ["conv"], ("group", 2), ("strides", new[] { 2, 1 })).Node("Transpose", ["conv"], ["b"], ("perm", new[] { 0, 2, 3, 1 }))
            .Node("com.microsoft:NhwcMaxPool", ["x"], ["c"], ("kernel_shape", new[] { 3, 2 }), ("pads", new[] { 1, 0, 1, 1 }))
            .Node("MaxPool", ["planes"], ["pool"], ("kernel_shape", new[] { 3, 2 }), ("pads", new[] { 1, 0, 1, 1 })).Node("Transpose", ["pool"], ["d"], ("perm", new[] { 0, 2, 3, 1 }));
        Importing.ExpectPairs(_random, model, 4, element);
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void Choices_and_means_of_codes(ElementType element) => Importing.ExpectPairs(
        _random,
        Quantized(element).Input("p", element, 3, 4, 5).Input("q", element, 4, 1).Initializer("mask", [5], true, false, true, true, false)
            .Node("DequantizeLinear", ["p", "s1", "z1"], ["x"]).Node("DequantizeLinear", ["q", "s2", "z2"], ["y"])
            .Node("com.microsoft:QLinearWhere", ["mask", "p", "s1", "z1", "q", "s2", "z2", "s3", "z3"], ["a"])
            .Node("Where", ["mask", "x", "y"], ["w"]).Node("QuantizeLinear", ["w", "s3", "z3"], ["b"])
            .Node("com.microsoft:QLinearReduceMean", ["p", "s1", "z1", "s3", "z3"], ["c"], ("axes", new[] { -1 }), ("keepdims", 0))
            .Node("ReduceMean", ["x"], ["m"], ("axes", new[] { 2 }), ("keepdims", 0)).Node("QuantizeLinear", ["m", "s3", "z3"], ["d"]),
        4,
        element);

    [Fact]
    public void Integers_that_sum_up() => Importing.ExpectPairs(
        _random,
        Model().Input("x", ElementType.Int8, 2, 3, 4).Input("y", ElementType.Int8, 3, 4).Scalar("zx", (sbyte)-7).Scalar("zy", (sbyte)100).Scalar("ix", -7).Scalar("iy", 100)
            .Node("Cast", ["x"], ["p"], ("to", 6)).Node("Cast", ["y"], ["q"], ("to", 6))
            .Node("Sub", ["p", "ix"], ["dx"]).Node("Sub", ["q", "iy"], ["dy"])
            .Node("com.microsoft:MulInteger", ["x", "zx", "y", "zy"], ["a"]).Node("Mul", ["dx", "dy"], ["b"])
            .Node("com.microsoft:ReduceSumInteger", ["x"], ["c"], ("axes", new[] { 1 })).Initializer("one", [1], 1L).Node("ReduceSum", ["p", "one"], ["d"])
            .Initializer("m", Lowered.Random(_random, ElementType.Int16, 4, 2)).Initializer("n", Lowered.Random(_random, ElementType.Int16, 2, 5))
            .Node("com.microsoft:MatMulInteger16", ["m", "n"], ["e"])
            .Node("Cast", ["m"], ["mi"], ("to", 6)).Node("Cast", ["n"], ["ni"], ("to", 6)).Node("MatMul", ["mi", "ni"], ["f"]),
        6,
        ElementType.Int32);

    [Fact]
    public void What_ONNX_took_over() => Importing.ExpectPairs(
        _random,
        Model().Input("x", ElementType.Float32, 3, 4).Initializer("pads", [4], 0L, 1L, 2L, 0L).Scalar("v", 1.5f).Initializer("at", [2, 2], 0L, 1L, 2L, 3L).Scalar("axis", -1).Initializer("last", [1], 2L)
            .Node("com.microsoft:Pad", ["x", "pads", "v"], ["a"]).Node("Pad", ["x", "pads", "v"], ["b"])
            .Node("com.microsoft:GatherND", ["x", "at"], ["c"]).Node("GatherND", ["x", "at"], ["d"])
            .Node("com.microsoft:Trilu", ["x"], ["e"], ("upper", 0)).Node("Trilu", ["x"], ["f"], ("upper", 0))
            .Node("com.microsoft:ExpandDims", ["x", "axis"], ["g"]).Node("Unsqueeze", ["x", "last"], ["h"])
            .Scalar("zero", 0f).Scalar("three", 3f).Node("com.microsoft:Range", ["zero", "three"], ["i"]).Initializer("j012", [3], 0f, 1f, 2f).Node("Identity", ["j012"], ["j"])
            .Input("image", ElementType.Float32, 1, 2, 4, 5).Input("grid", ElementType.Float32, 1, 3, 3, 2)
            .Node("com.microsoft:GridSample", ["image", "grid"], ["k"], ("mode", "bicubic")).Node("GridSample", ["image", "grid"], ["l"], ("mode", "bicubic")),
        12);

    [Fact]
    public void Distances_of_rows_and_windows_of_an_axis()
    {
        OnnxBuilder distances = Model().Input("x", ElementType.Float32, 2, 2).Initializer("y", [3, 2], 0f, 1f, 3f, 5f, 0f, 0f)
            .Node("com.microsoft:CDist", ["x", "y"], ["d"], ("metric", "euclidean")).Output("d");
        Importing.AssertEqual(Importing.Evaluate(distances, [0f, 1f, 3f, 4f]), [2, 3], 0, 5, 1, MathF.Sqrt(18), 1, 5);

        OnnxBuilder windows = Model().Input("x", ElementType.Float32, 5, 2).Node("com.microsoft:UnfoldTensor", ["x"], ["u"], ("dim", 0), ("size", 3), ("step", 2)).Output("u");
        Importing.AssertEqual(Importing.EvaluateCounting(windows), [2, 2, 3], 0, 2, 4, 1, 3, 5, 4, 6, 8, 5, 7, 9);
    }

    private static OnnxBuilder Model() => new OnnxBuilder().Opset("com.microsoft", 1);

    /// <summary>Three quantizations, s1 with z1 and so on.</summary>
    private static OnnxBuilder Quantized(ElementType element)
    {
        OnnxBuilder model = Model().Scalar("s1", 0.02f).Scalar("s2", 0.03f).Scalar("s3", 0.025f);
        foreach ((string name, int zero) in new[] { ("z1", 120), ("z2", 100), ("z3", 131) })
        {
            model.Initializer(name, new TensorData(element, Shape.Scalar, [(byte)(element == ElementType.Int8 ? zero - 128 : zero)]));
        }

        return model;
    }
}
