using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Fewer codes than the type has: clipped between Quantize and Dequantize, or by an operator of QONNX.</summary>
public sealed class NarrowRangePatterns
{
    private static readonly float[] X = Pattern.Reals(12, 3);
    private static readonly int[] W = Pattern.Codes(3 * 4, -127, 127);

    /// <summary>PyTorch's fake quantization for kernels of 7 bits.</summary>
    [Fact]
    public void Codes_clipped_to_seven_bits_between_quantize_and_dequantize()
    {
        var net = new Pattern();
        string Fake(string v) => net.Dequantize(net.Apply("Clip", [net.Quantize(v, 0.03f, 64), "", net.Scalar((byte)127)]), 0.03f, 64);
        string y = net.Apply("MatMul", [Fake(net.Input(4, 3)), net.Weights(W, 0.01f, 3, 4)]);
        using CompiledPattern compiled = net.Compile(Fake(y)).InIntegers("MatMul");

        Assert.Equal(Expected(0.03f, 64, 0, 127), compiled.Run(X));
    }

    /// <summary>Brevitas' QCDQ: any number of bits as clipped s8 codes, for activations and weights.</summary>
    [Theory]
    [InlineData(-8, 7)]
    [InlineData(-7, 7)]
    [InlineData(-2, 1)]
    public void Codes_of_a_few_bits_clipped_between_quantize_and_dequantize(int low, int high)
    {
        var net = new Pattern(opset: 13);
        string Clip(string codes) => net.Apply("Clip", [codes, net.Scalar((sbyte)low), net.Scalar((sbyte)high)]);
        string Fake(string v) => net.Dequantize(Clip(net.Quantize(v, 0.25f, 0, ElementType.Int8)), 0.25f, 0, ElementType.Int8);
        float[] reals = Pattern.Reals(12);
        string scale = net.Constant([4], 0.1f, 0.2f, 0.3f, 0.4f), zero = net.Constant([4], new sbyte[4]);
        string codes = Clip(net.Apply("QuantizeLinear", [net.Constant([3, 4], reals), scale, zero], ("axis", 1)));
        string w = net.Apply("DequantizeLinear", [codes, scale, zero], ("axis", 1));
        using CompiledPattern compiled = net.Compile(Fake(net.Apply("MatMul", [Fake(net.Input(4, 3)), w]))).InIntegers("MatMul");

        float[] scales = [0.1f, 0.2f, 0.3f, 0.4f];
        int[] a = [.. X.Select(v => Rule.Quantize(v, 0.25f, 0, low, high))];
        int[] b = [.. reals.Select((r, i) => Rule.Quantize(r, scales[i % 4], 0, low, high))];
        Assert.Equal(
            Rule.Multiply(a, b, 4, 3, 4).Select((sum, i) => Rule.Dequantize(Rule.Requantize(sum, 0.25f, scales[i % 4], 0.25f, 0, low, high), 0.25f, 0)),
            compiled.Run(X));
    }

    /// <summary>QONNX carries quantized numbers as floats: Quant says scale, zero point, bits and rounding.</summary>
    [Theory]
    [InlineData(4, true, false, -8, 7)]
    [InlineData(4, true, true, -7, 7)]
    [InlineData(8, false, false, 0, 255)]
    [InlineData(3, false, true, 0, 6)]
    public void Quant_of_qonnx(int bits, bool signed, bool narrow, int low, int high)
    {
        var net = new Pattern();
        net.Model.Opset("qonnx.custom_op.general", 1);
        string Quant(string v, float scale) => net.Apply(
            "qonnx.custom_op.general:Quant",
            [v, net.Scalar(scale), net.Scalar(0f), net.Scalar((float)bits)],
            ("signed", signed ? 1 : 0),
            ("narrow", narrow ? 1 : 0),
            ("rounding_mode", "ROUND"));
        float[] reals = Pattern.Reals(12);
        string y = net.Apply("MatMul", [Quant(net.Input(4, 3), 0.25f), Quant(net.Constant([3, 4], reals), 0.2f)]);
        using CompiledPattern compiled = net.Compile(Quant(y, 0.3f)).InIntegers("MatMul");

        int[] a = [.. X.Select(v => Rule.Quantize(v, 0.25f, 0, low, high))];
        int[] b = [.. reals.Select(r => Rule.Quantize(r, 0.2f, 0, low, high))];
        Assert.Equal(
            Rule.Multiply(a, b, 4, 3, 4).Select(sum => Rule.Dequantize(Rule.Requantize(sum, 0.25f, 0.2f, 0.3f, 0, low, high), 0.3f, 0)),
            compiled.Run(X));
    }

    [Fact]
    public void Quant_of_qonnx_with_a_rounding_of_its_own_is_refused()
    {
        var net = new Pattern();
        net.Model.Opset("qonnx.custom_op.general", 1);
        string y = net.Apply("qonnx.custom_op.general:Quant", [net.Input(4), net.Scalar(1f), net.Scalar(0f), net.Scalar(8f)], ("rounding_mode", "FLOOR"));

        var exception = Assert.Throws<ModelException>(() => net.Compile(y));
        Assert.Contains("FLOOR", Assert.Single(exception.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BipolarQuant")]
    [InlineData("Trunc")]
    public void What_has_no_codes_of_ours_is_refused_by_name(string op)
    {
        var net = new Pattern();
        net.Model.Opset("qonnx.custom_op.general", 1);
        string y = net.Apply("qonnx.custom_op.general:" + op, [net.Input(4), net.Scalar(1f)]);

        var exception = Assert.Throws<ModelException>(() => net.Compile(y));
        Assert.Contains(op, Assert.Single(exception.Problems).Message, StringComparison.Ordinal);
    }

    private static float[] Expected(float scale, int zero, int low, int high)
    {
        int[] sums = Rule.Multiply([.. X.Select(v => Rule.Quantize(v, scale, zero, low, high) - zero)], W, 4, 3, 4);
        return [.. sums.Select(sum => Rule.Dequantize(Rule.Requantize(sum, scale, 0.01f, scale, zero, low, high), scale, zero))];
    }
}
