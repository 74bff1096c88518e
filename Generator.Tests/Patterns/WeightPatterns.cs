using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>The ways in which exporters write down weights and biases.</summary>
public sealed class WeightPatterns
{
    private static readonly float[] X = Pattern.Reals(6);
    private static readonly float[] Real = Pattern.Reals(6 * 4, 1);
    private static readonly float[] Scales = [0.01f, 0.008f, 0.012f, 0.009f];

    /// <summary>As tf2onnx, TensorRT's and AMD's quantizers leave them: float initializers behind a Quantize and a Dequantize.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Float_weights_behind_quantize_and_dequantize(bool perChannel)
    {
        var net = new Pattern();
        string scale = perChannel ? net.Constant([4], Scales) : net.Scalar(Scales[0]);
        string zero = perChannel ? net.Constant([4], new sbyte[4]) : net.Scalar((sbyte)0);
        string codes = net.Apply("QuantizeLinear", [net.Constant([6, 4], Real), scale, zero], ("axis", 1));
        string w = net.Apply("DequantizeLinear", [codes, scale, zero], ("axis", 1));
        string y = net.Apply("MatMul", [net.Fake(net.Input(1, 6), 0.02f, 128), w]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 100)).InIntegers("MatMul");

        int[] quantized = [.. Real.Select((r, i) => Rule.Quantize(r, Scales[perChannel ? i % 4 : 0], 0, -128, 127))];
        Assert.Equal(Expected(quantized, perChannel ? Scales : [.. Enumerable.Repeat(Scales[0], 4)], new int[4]), compiled.Run(X));
    }

    /// <summary>Nothing says how the weights are to be rounded: the product is float, and the user is told what is missing.</summary>
    [Fact]
    public void Float_weights_stay_float()
    {
        var net = new Pattern();
        string y = net.Apply("MatMul", [net.Fake(net.Input(1, 6), 0.02f, 128), net.Constant([6, 4], Real)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 100));

        Problem problem = Assert.Single(compiled.Problems);
        Assert.Equal(ProblemKind.FloatFallback, problem.Kind);
        Assert.Contains("its weights are not 8-bit codes", problem.Message, StringComparison.Ordinal);
        Assert.Equal("f32", compiled.Work[^1].OutputType);
    }

    /// <summary>
    /// PyTorch's TorchScript exporter computes the bias in the graph, with a Cast that truncates, a zero point from ConstantOfShape, and casts
    /// at every operand of a Dequantize.
    /// </summary>
    [Fact]
    public void A_bias_that_the_graph_computes_from_the_scales()
    {
        var net = new Pattern();
        float[] bias = [0.31f, -0.77f, 0.05f, -0.0099f];
        int[] codes = Pattern.Codes(4 * 3, -127, 127);
        string xScale = Cast(net, net.Apply("Constant", [], ("value", TensorData.From<double>(ElementType.Float64, Shape.Scalar, [0.02]))), 1);
        string xZero = Cast(net, net.Scalar(128L), 2);
        string x = net.Apply("DequantizeLinear", [Cast(net, net.Apply("QuantizeLinear", [net.Input(1, 3, 2, 1), xScale, xZero]), 2), xScale, xZero]);
        string wScale = net.Constant([4], Scales);
        string w = net.Apply("DequantizeLinear", [net.Constant([4, 3, 1, 1], Array.ConvertAll(codes, c => (sbyte)c)), wScale, net.Constant([4], new sbyte[4])], ("axis", 0));
        string unit = net.Apply("Mul", [wScale, xScale]);
        string integers = Cast(net, net.Apply("Div", [net.Constant([4], bias), unit]), 6);
        string zero = net.Apply("ConstantOfShape", [net.Apply("Shape", [unit])], ("value", TensorData.Ints(new Shape(1), 0)));
        string b = net.Apply("DequantizeLinear", [integers, unit, zero], ("axis", 0));
        string y = net.Apply("Relu", [net.Apply("Conv", [x, w, b])]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 0)).InIntegers("Conv");

        int[] truncated = [.. bias.Select((v, c) => (int)(v / (Scales[c] * 0.02f)))];
        int[] sums = Rule.Convolve([.. X.Select(v => Rule.Quantize(v, 0.02f, 128) - 128)], 3, 2, 1, codes, 4, 1, 0, truncated);
        Assert.Equal(sums.Select((sum, i) => Rule.Dequantize(Rule.Requantize(sum, 0.02f, Scales[i / 2], 0.05f, 0), 0.05f, 0)), compiled.Run(X));
    }

    /// <summary>Quantizers round to even in double, ONNX Runtime in float when it loads, PyTorch truncates: integers in the file are taken as they are.</summary>
    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Float32)]
    public void A_bias_between_two_integers(ElementType element)
    {
        var net = new Pattern();
        float unit = 0.5f * 0.25f;
        float[] reals = [2.5f * unit, 3.5f * unit, -2.5f * unit, -0.5f * unit];
        int[] integers = [2, 3, -2, 0];
        int[] codes = Pattern.Codes(6 * 4, -127, 127);
        string bias = element == ElementType.Int32 ? net.Bias(integers, [unit]) : net.Constant([4], reals);
        string y = net.Apply("Gemm", [net.Fake(net.Input(1, 6), 0.5f, 128), net.Weights(codes, 0.25f, 6, 4), bias]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.125f, 128)).InIntegers("MatMul");

        int[] rounded = element == ElementType.Int32 ? integers : [2, 4, -2, 0];
        int[] sums = Rule.Multiply([.. X.Select(v => Rule.Quantize(v, 0.5f, 128) - 128)], codes, 1, 6, 4, rounded);
        Assert.Equal(sums.Select(sum => Rule.Dequantize(Rule.Requantize(sum, 0.5f, 0.25f, 0.125f, 128), 0.125f, 128)), compiled.Run(X));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(77)]
    public void Unsigned_weights_with_any_zero_point(int zero)
    {
        var net = new Pattern();
        int[] codes = Pattern.Codes(6 * 4, 0, 255);
        string w = net.Dequantize(net.Constant([6, 4], Array.ConvertAll(codes, c => (byte)c)), 0.01f, zero);
        string y = net.Apply("MatMul", [net.Fake(net.Input(1, 6), 0.02f, 128), w]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 100)).InIntegers("MatMul");

        Assert.Equal(Expected(codes, [0.01f, 0.01f, 0.01f, 0.01f], [zero, zero, zero, zero]), compiled.Run(X));
    }

    private static string Cast(Pattern net, string x, int to) => net.Apply("Cast", [x], ("to", to));

    private static float[] Expected(int[] w, float[] scales, int[] zeros)
    {
        int[] sums = Rule.Multiply([.. X.Select(v => Rule.Quantize(v, 0.02f, 128) - 128)], [.. w.Select((c, i) => c - zeros[i % 4])], 1, 6, 4);
        return [.. sums.Select((sum, i) => Rule.Dequantize(Rule.Requantize(sum, 0.02f, scales[i], 0.05f, 100), 0.05f, 100))];
    }
}
