using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Integer products whose right operand is packed at run time.</summary>
public sealed class CodeProductTests
{
    private readonly Random _random = new(23);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1e-5f)]
    public void Two_activations_and_a_bias_per_column(bool toCodes, float tolerance)
    {
        OnnxBuilder model = Quantized("a", 5, 7, 0.02f, 131).Initializer("c", [17], [.. Enumerable.Range(-8, 17).Select(i => i * 0.37f)])
            .Input("b", ElementType.Float32, 17, 7).Scalar("sb", 0.03f).Scalar<byte>("zb", 99).Node("QuantizeLinear", ["b", "sb", "zb"], ["bq"]).Node("DequantizeLinear", ["bq", "sb", "zb"], ["bd"])
            .Node("Gemm", ["ad", "bd", "c"], [toCodes ? "g" : "y"], ("transB", 1));
        model = toCodes ? Requantized(model) : model;
        string[] kernels = ModelRun.MatchesReference(model.Output("y"), tolerance, Lowered.Random(_random, ElementType.Float32, 5, 7), Lowered.Random(_random, ElementType.Float32, 17, 7));
        Assert.Contains("pack 7x17", kernels);
    }

    [Theory]
    [InlineData(ElementType.Int8, 0)]
    [InlineData(ElementType.Int8, -3)]
    [InlineData(ElementType.UInt8, 120)]
    public void A_stack_of_constant_matrices(ElementType weights, int zeroPoint)
    {
        TensorData One(int code) => new(weights, Shape.Scalar, [unchecked((byte)code)]);
        OnnxBuilder model = Quantized("a", [2, 5, 7], 0.02f, 131).Scalar("sw", 0.01f).Initializer("zw", One(zeroPoint))
            .Initializer("w", new TensorData(weights, new Shape(2, 7, 3), [.. Enumerable.Range(0, 42).Select(_ => (byte)_random.Next(256))])).Node("DequantizeLinear", ["w", "sw", "zw"], ["wd"])
            .Node("MatMul", ["ad", "wd"], ["g"]);
        string[] kernels = ModelRun.MatchesReference(Requantized(model).Output("y"), 0, Lowered.Random(_random, ElementType.Float32, 2, 5, 7));
        Assert.Contains("product 5x7x3 times 2", kernels);
    }

    private static OnnxBuilder Quantized(string name, int rows, int columns, float scale, byte zeroPoint) => Quantized(name, [rows, columns], scale, zeroPoint);

    private static OnnxBuilder Quantized(string name, Dim[] shape, float scale, byte zeroPoint) => new OnnxBuilder(opset: 13)
        .Input(name, ElementType.Float32, shape).Scalar("s" + name, scale).Scalar("z" + name, zeroPoint)
        .Node("QuantizeLinear", [name, "s" + name, "z" + name], [name + "q"]).Node("DequantizeLinear", [name + "q", "s" + name, "z" + name], [name + "d"]);

    private static OnnxBuilder Requantized(OnnxBuilder model) =>
        model.Scalar("sy", 0.05f).Scalar<byte>("zy", 117).Node("QuantizeLinear", ["g", "sy", "zy"], ["yq"]).Node("DequantizeLinear", ["yq", "sy", "zy"], ["y"]);
}
