using System;
using System.Collections.Generic;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;

namespace Octavo.Generator.Tests.Networks;

/// <summary>Small models whose results follow from the standard's words, for checkouts without ONNX's own tests.</summary>
internal static class StandardCases
{
    /// <summary>A model, what goes in and what has to come out.</summary>
    public sealed record Case(OnnxBuilder Model, Array[] Inputs, params Array[] Outputs);

    public static IReadOnlyDictionary<string, Func<Case>> All { get; } = new Dictionary<string, Func<Case>>
    {
        ["Add broadcasts"] = () => new(Floats(("a", [2, 2]), ("b", [2])).Node("Add", ["a", "b"], ["y"]).Output("y"), [F(1, 2, 3, 4), F(10, 20)], F(11, 22, 13, 24)),
        ["Sub of integers wraps"] = () => new(
            new OnnxBuilder().Input("a", ElementType.UInt8, 2).Input("b", ElementType.UInt8, 2).Node("Sub", ["a", "b"], ["y"]).Output("y", ElementType.UInt8),
            [new byte[] { 1, 9 }, new byte[] { 2, 4 }],
            new byte[] { 255, 5 }),
        ["Div truncates integers"] = () => new(
            new OnnxBuilder().Input("a", ElementType.Int32, 2).Input("b", ElementType.Int32, 2).Node("Div", ["a", "b"], ["y"]).Output("y", ElementType.Int32),
            [new[] { -7, 7 }, new[] { 2, 2 }],
            new[] { -3, 3 }),
        ["MatMul"] = () => new(Floats(("a", [2, 2]), ("b", [2, 2])).Node("MatMul", ["a", "b"], ["y"]).Output("y"), [F(1, 2, 3, 4), F(5, 6, 7, 8)], F(19, 22, 43, 50)),
        ["Gemm transposes and scales"] = () => new(
            Floats(("a", [2, 2]), ("b", [2, 2]), ("c", [2])).Node("Gemm", ["a", "b", "c"], ["y"], ("alpha", 2f), ("beta", 10f), ("transB", 1)).Output("y"),
            [F(1, 2, 3, 4), F(5, 6, 7, 8), F(1, 2)],
            F(44, 66, 88, 126)),
        ["Conv sums under the window"] = () => new(
            Floats(("x", [1, 1, 3, 3])).Initializer<float>("w", [1, 1, 2, 2], 1, 1, 1, 1).Node("Conv", ["x", "w"], ["y"]).Output("y"),
            [F(1, 2, 3, 4, 5, 6, 7, 8, 9)],
            F(12, 16, 24, 28)),
        ["MaxPool and its indices"] = () => new(
            Floats(("x", [1, 1, 2, 4])).Node("MaxPool", ["x"], ["y", "i"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })).Output("y").Output("i", ElementType.Int64),
            [F(1, 2, 5, 4, 3, 0, 1, 2)],
            F(3, 5),
            new long[] { 4, 2 }),
        ["AveragePool leaves padding out"] = () => new(
            Floats(("x", [1, 1, 1, 3])).Node("AveragePool", ["x"], ["y"], ("kernel_shape", new[] { 1, 3 }), ("pads", new[] { 0, 1, 0, 1 })).Output("y"),
            [F(3, 6, 9)],
            F(4.5f, 6, 7.5f)),
        ["Softmax"] = () => new(Floats(("x", [1, 2])).Node("Softmax", ["x"], ["y"]).Output("y"), [F(0, MathF.Log(3))], F(0.25f, 0.75f)),
        ["LayerNormalization"] = () => new(
            Floats(("x", [1, 2])).Initializer<float>("s", [2], 2, 3).Node("LayerNormalization", ["x", "s"], ["y"], ("epsilon", 0f)).Output("y"), [F(1, 3)], F(-2, 3)),
        ["ReduceSum along an axis"] = () => new(
            Floats(("x", [2, 3])).Initializer<long>("axes", [1], 1).Node("ReduceSum", ["x", "axes"], ["y"], ("keepdims", 0)).Output("y"), [F(1, 2, 3, 4, 5, 6)], F(6, 15)),
        ["ArgMax takes the first"] = () => new(
            Floats(("x", [1, 4])).Node("ArgMax", ["x"], ["y"], ("axis", 1)).Output("y", ElementType.Int64), [F(1, 7, 7, 2)], new long[] { 1 }),
        ["TopK"] = () => new(
            Floats(("x", [4])).Initializer<long>("k", [1], 2).Node("TopK", ["x", "k"], ["v", "i"]).Output("v").Output("i", ElementType.Int64), [F(1, 7, 3, 5)], F(7, 5), new long[] { 1, 3 }),
        ["CumSum backwards"] = () => new(Floats(("x", [3])).Scalar("axis", 0L).Node("CumSum", ["x", "axis"], ["y"], ("reverse", 1)).Output("y"), [F(1, 2, 3)], F(6, 5, 3)),
        ["Transpose"] = () => new(Floats(("x", [2, 3])).Node("Transpose", ["x"], ["y"]).Output("y"), [F(1, 2, 3, 4, 5, 6)], F(1, 4, 2, 5, 3, 6)),
        ["Slice with a negative step"] = () => new(
            Floats(("x", [4])).Initializer<long>("s", [1], -1).Initializer<long>("e", [1], -4).Initializer<long>("a", [1], 0).Initializer<long>("t", [1], -2)
                .Node("Slice", ["x", "s", "e", "a", "t"], ["y"]).Output("y"),
            [F(1, 2, 3, 4)],
            F(4, 2)),
        ["Gather with negative indices"] = () => new(
            Floats(("x", [3])).Input("i", ElementType.Int64, 2).Node("Gather", ["x", "i"], ["y"]).Output("y"), [F(1, 2, 3), new long[] { -1, 0 }], F(3, 1)),
        ["Pad reflects"] = () => new(
            Floats(("x", [3])).Initializer<long>("p", [2], 2, 1).Node("Pad", ["x", "p"], ["y"], ("mode", "reflect")).Output("y"), [F(1, 2, 3)], F(3, 2, 1, 2, 3, 2)),
        ["Resize repeats"] = () => new(
            Floats(("x", [1, 1, 1, 2])).Initializer<float>("s", [4], 1, 1, 1, 2).Node("Resize", ["x", "", "s"], ["y"], ("mode", "nearest")).Output("y"), [F(1, 2)], F(1, 1, 2, 2)),
        ["Where"] = () => new(
            Floats(("a", [2]), ("b", [2])).Input("c", ElementType.Bool, 2).Node("Where", ["c", "a", "b"], ["y"]).Output("y"), [F(1, 2), F(3, 4), new[] { true, false }], F(1, 4)),
        ["Cast truncates and saturates"] = () => new(
            Floats(("x", [4])).Node("Cast", ["x"], ["y"], ("to", 6)).Output("y", ElementType.Int32), [F(-1.9f, 2.9f, 1e10f, float.NaN)], new[] { -1, 2, int.MaxValue, 0 }),
        ["float16 rounds after each operator"] = () => new(
            new OnnxBuilder().Input("x", ElementType.Float16, 1).Node("Add", ["x", "x"], ["s"]).Node("Mul", ["s", "x"], ["y"]).Output("y", ElementType.Float16),
            [new[] { (Half)0.1f }],
            new[] { (Half)((float)((Half)0.1f + (Half)0.1f) * (float)(Half)0.1f) }),
        ["QuantizeLinear rounds to even and saturates"] = () => new(
            Floats(("x", [5])).Scalar("s", 2f).Scalar("z", (byte)1).Node("QuantizeLinear", ["x", "s", "z"], ["y"]).Output("y", ElementType.UInt8),
            [F(1, 3, 5, -3, 1000)],
            new byte[] { 1, 3, 3, 0, 255 }),
        ["QLinearMatMul"] = () => new(
            new OnnxBuilder().Input("a", ElementType.UInt8, 1, 2).Initializer<sbyte>("b", [2, 1], 3, -2).Scalar("as", 0.5f).Scalar("az", (byte)10).Scalar("bs", 1f).Scalar("bz", (sbyte)0)
                .Scalar("ys", 0.25f).Scalar("yz", (byte)100).Node("QLinearMatMul", ["a", "as", "az", "b", "bs", "bz", "ys", "yz"], ["y"]).Output("y", ElementType.UInt8),
            [new byte[] { 14, 12 }],
            new byte[] { 116 }),
    };

    private static OnnxBuilder Floats(params (string Name, int[] Shape)[] inputs)
    {
        var model = new OnnxBuilder();
        foreach ((string name, int[] shape) in inputs)
        {
            model.Input(name, ElementType.Float32, Array.ConvertAll(shape, d => (Dim)d));
        }

        return model;
    }

    private static float[] F(params float[] values) => values;
}
