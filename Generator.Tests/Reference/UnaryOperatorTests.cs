using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class UnaryOperatorTests
{
    /// <summary>Values of the exact functions, rounded to float.</summary>
    [Theory]
    [InlineData(UnaryKind.Relu, 0f, -2f, 0f)]
    [InlineData(UnaryKind.LeakyRelu, 0.1f, -2f, -0.2f)]
    [InlineData(UnaryKind.Sigmoid, 0f, 1f, 0.7310586f)]
    [InlineData(UnaryKind.Sigmoid, 0f, -100f, 3.720076e-44f)]
    [InlineData(UnaryKind.Tanh, 0f, 0.5f, 0.46211717f)]
    [InlineData(UnaryKind.HardSwish, 0f, 1f, 0.6666667f)]
    [InlineData(UnaryKind.HardSwish, 0f, -4f, 0f)]
    [InlineData(UnaryKind.Exp, 0f, 1f, 2.7182817f)]
    [InlineData(UnaryKind.Log, 0f, 2f, 0.6931472f)]
    [InlineData(UnaryKind.Sqrt, 0f, 2f, 1.4142135f)]
    [InlineData(UnaryKind.Reciprocal, 0f, 3f, 0.33333334f)]
    [InlineData(UnaryKind.Abs, 0f, -1.5f, 1.5f)]
    [InlineData(UnaryKind.Neg, 0f, -1.5f, 1.5f)]
    [InlineData(UnaryKind.Floor, 0f, -1.5f, -2f)]
    [InlineData(UnaryKind.Ceil, 0f, -1.5f, -1f)]
    [InlineData(UnaryKind.Round, 0f, 2.5f, 2f)]
    [InlineData(UnaryKind.Erf, 0f, 0.5f, 0.5204999f)]
    [InlineData(UnaryKind.Erf, 0f, 1e-10f, 1.1283792e-10f)]
    [InlineData(UnaryKind.Erf, 0f, -3f, -0.9999779f)]
    [InlineData(UnaryKind.Erf, 0f, 50f, 1f)]
    [InlineData(UnaryKind.Elu, 2f, -1f, -1.2642411f)]
    [InlineData(UnaryKind.Elu, 1f, -1e-8f, -1e-8f)]
    [InlineData(UnaryKind.Softplus, 0f, 0f, 0.6931472f)]
    [InlineData(UnaryKind.Softplus, 0f, 200f, 200f)]
    [InlineData(UnaryKind.Softplus, 0f, -20f, 2.0611537e-9f)]
    [InlineData(UnaryKind.Softsign, 0f, -3f, -0.75f)]
    public void Functions_have_their_values(UnaryKind kind, float alpha, float x, float expected) =>
        Assert.Equal([expected], Infer(new Unary(kind, alpha), ElementType.Float32, null, Floats(new Shape(1), x)).ToFloats());

    [Fact]
    public void HardSigmoid_takes_both_coefficients() =>
        Assert.Equal([0f, 0.75f, 1f], Infer(new Unary(UnaryKind.HardSigmoid, 0.25f, 0.5f), ElementType.Float32, null, Floats(new Shape(3), -5, 1, 5)).ToFloats());

    [Fact]
    public void Codes_go_through_float_and_are_quantized()
    {
        Quantization xq = new(0.05f, 128), yq = new(1f / 256, 0);
        Operand x = Bytes(new Shape(256), xq, [.. Enumerable.Range(0, 256)]);
        long[] y = Infer(new Unary(UnaryKind.Sigmoid), ElementType.UInt8, yq, x).ToLongs();
        Assert.Equal(128, y[128]);
        Assert.Equal(Enumerable.Range(0, 256).Select(c => (long)Math.Min(255, Math.Round(256 / (1 + Math.Exp(-0.05f * (c - 128)))))), y);
    }

    [Fact]
    public void Clip_of_codes_clamps_to_the_codes_of_its_bounds()
    {
        Quantization quantization = new(0.05f, 20);
        Operand x = Bytes(new Shape(256), quantization, [.. Enumerable.Range(0, 256)]);
        Assert.Equal(
            Enumerable.Range(0, 256).Select(c => (long)Math.Clamp(c, 20, 140)),
            Infer(new Clip(0, 6), ElementType.UInt8, quantization, x).ToLongs());
    }

    [Fact]
    public void Clip_whose_bounds_cross_gives_the_upper_one() =>
        Assert.Equal([1f, 1], Infer(new Clip(5, 1), ElementType.Float32, null, Floats(new Shape(2), 0, 9)).ToFloats());

    [Fact]
    public void PRelu_broadcasts_its_slope()
    {
        Operand x = Floats(new Shape(1, 2, 2), -1, 2, -3, 4), slope = Floats(new Shape(2, 1), 0.5f, 10);
        Assert.Equal([-0.5f, 2, -30, 4], Infer(new PRelu(), ElementType.Float32, null, x, slope).ToFloats());
    }

    [Fact]
    public void BatchNormalization_multiplies_then_adds()
    {
        Operand x = Floats(new Shape(1, 2, 1), 3, 5), scale = Floats(new Shape(2), 2, 1), bias = Floats(new Shape(2), 10, -1);
        Operand mean = Floats(new Shape(2), 1, 0), variance = Floats(new Shape(2), 3, 0);
        // 2/√4 · (3 - 1) + 10 and 1/√1 · 5 - 1.
        Assert.Equal([12f, 4], Infer(new BatchNormalization(1), ElementType.Float32, null, x, scale, bias, mean, variance).ToFloats());
        Operand last = Floats(new Shape(1, 1, 2), 3, 5);
        Assert.Equal([12f, 4], Infer(new BatchNormalization(1, ChannelsLast: true), ElementType.Float32, null, last, scale, bias, mean, variance).ToFloats());
    }
}
