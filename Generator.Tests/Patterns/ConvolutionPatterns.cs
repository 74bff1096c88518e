using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Convolutions between Dequantize and Quantize: one integer kernel with its activation.</summary>
public sealed class ConvolutionPatterns
{
    private const float XScale = 0.02f, YScale = 0.05f;
    private static readonly float[] WScales = [0.01f, 0.013f, 0.007f];
    private static readonly float[] X = Pattern.Reals(2 * 4 * 5);
    private static readonly int[] W = Pattern.Codes(3 * 2 * 3 * 3, -127, 127);
    private static readonly int[] BiasCodes = [150, -700, 33];

    [Theory]
    [InlineData(ElementType.UInt8, 117)]
    [InlineData(ElementType.UInt8, 0)]
    [InlineData(ElementType.Int8, -7)]
    public void Dequantize_convolve_quantize(ElementType element, int zero)
    {
        var net = new Pattern();
        string y = Convolve(net, element, zero, IntegerBias(net));
        using CompiledPattern compiled = net.Compile(net.Fake(y, YScale, zero, element)).InIntegers("Conv");

        Assert.Equal(Expected(element, zero), compiled.Run(X));
    }

    /// <summary>The integers of a bias whose scale is almost that of the accumulators are used as they are.</summary>
    [Fact]
    public void A_bias_in_nearly_the_accumulators_scale()
    {
        var net = new Pattern();
        float[] scales = [.. WScales.Select(w => w * XScale * 1.009f)];
        string y = Convolve(net, ElementType.UInt8, 117, net.Bias(BiasCodes, scales));
        using CompiledPattern compiled = net.Compile(net.Fake(y, YScale, 117)).InIntegers("Conv");

        Assert.Equal(Expected(ElementType.UInt8, 117), compiled.Run(X));
    }

    [Fact]
    public void A_float_bias_is_rounded_to_the_accumulators_scale()
    {
        var net = new Pattern();
        float[] bias = [0.5f, -0.123f, 0.0101f];
        string y = Convolve(net, ElementType.UInt8, 117, net.Constant([3], bias));
        using CompiledPattern compiled = net.Compile(net.Fake(y, YScale, 117)).InIntegers("Conv");

        int[] integers = [.. bias.Select((b, c) => (int)MathF.Round(b / (XScale * WScales[c]), MidpointRounding.ToEven))];
        Assert.Equal(Expected(ElementType.UInt8, 117, bias: integers), compiled.Run(X));
    }

    [Fact]
    public void Without_a_quantize_the_result_is_float_and_a_float_bias_stays_so()
    {
        var net = new Pattern();
        float[] bias = [0.5f, -0.123f, 0.0101f];
        using CompiledPattern compiled = net.Compile(Convolve(net, ElementType.UInt8, 117, net.Constant([3], bias))).WithFloatResult("Conv");

        float[] expected = [.. Sums(117, [0, 0, 0]).Select((sum, i) =>
        {
            float scaled = sum * (XScale * WScales[i / 20]);
            return scaled + bias[i / 20];
        })];
        Assert.Equal(expected, compiled.Run(X));
    }

    [Fact]
    public void A_result_that_is_also_wanted_in_float_is_computed_once_in_integers()
    {
        var net = new Pattern();
        string y = Convolve(net, ElementType.UInt8, 117, "");
        using CompiledPattern compiled = net.Compile(y, net.Fake(y, YScale, 9)).WithFloatResult("Conv");

        float[] reals = [.. Sums(117, [0, 0, 0]).Select((sum, i) => sum * (XScale * WScales[i / 20]))];
        Array[] results = compiled.RunAll(X);
        Assert.Equal(reals, (float[])results[0]);
        Assert.Equal(reals.Select(r => Rule.Dequantize(Rule.Quantize(r, YScale, 9), YScale, 9)), (float[])results[1]);
    }

    [Theory]
    [InlineData("Relu", 0)]
    [InlineData("Relu", 60)]
    [InlineData("Clip", 0)]
    [InlineData("Clip", 60)]
    [InlineData("Clip of a Constant node", 60)]
    [InlineData("Clip behind a Dequantize", 60)]
    [InlineData("Clip below", 60)]
    public void Activations_before_the_quantize_are_clamps_of_codes(string activation, int zero)
    {
        var net = new Pattern();
        string y = Convolve(net, ElementType.UInt8, 117, IntegerBias(net));
        string activated = activation switch
        {
            "Relu" => net.Apply("Relu", [y]),
            "Clip" => net.Apply("Clip", [y, net.Scalar(0f), net.Scalar(6f)]),
            "Clip of a Constant node" => net.Apply("Clip", [y, ConstantNode(net, 0), ConstantNode(net, 6)]),
            "Clip behind a Dequantize" => net.Apply("Clip", [y, net.Dequantize(net.Scalar((byte)60), 0.1f, 60), net.Dequantize(net.Scalar((byte)120), 0.1f, 60)]),
            _ => net.Apply("Clip", [y, "", net.Scalar(6f)]),
        };
        using CompiledPattern compiled = net.Compile(net.Fake(activated, YScale, zero)).InIntegers("Conv");

        int low = activation == "Clip below" ? 0 : zero, high = activation == "Relu" ? 255 : Rule.Quantize(6, YScale, zero);
        Assert.Equal(Expected(ElementType.UInt8, 117, zero, low, high), compiled.Run(X));
    }

    [Fact]
    public void A_clip_with_attributes()
    {
        var net = new Pattern(opset: 10);
        string y = net.Apply("Clip", [Convolve(net, ElementType.UInt8, 117, net.Bias(BiasCodes, [WScales[0] * XScale]), perChannel: false)], ("min", -1f), ("max", 2f));
        using CompiledPattern compiled = net.Compile(net.Fake(y, YScale, 60)).InIntegers("Conv");

        float[] expected = [.. Sums(117, BiasCodes).Select(sum => Rule.Dequantize(
            Rule.Requantize(sum, XScale, WScales[0], YScale, 60, Rule.Quantize(-1, YScale, 60), Rule.Quantize(2, YScale, 60)), YScale, 60))];
        Assert.Equal(expected, compiled.Run(X));
    }

    [Fact]
    public void Weights_of_unsigned_codes_with_a_zero_point_for_each_channel()
    {
        var net = new Pattern();
        byte[] codes = [.. W.Select(w => (byte)(w + 128))];
        byte[] zeros = [120, 128, 140];
        string w = net.Apply("DequantizeLinear", [net.Constant([3, 2, 3, 3], codes), net.Constant([3], WScales), net.Constant([3], zeros)], ("axis", 0));
        string y = net.Apply("Conv", [net.Fake(net.Input(1, 2, 4, 5), XScale, 117), w], ("pads", new[] { 1, 1, 1, 1 }));
        using CompiledPattern compiled = net.Compile(net.Fake(y, YScale, 60)).InIntegers("Conv");

        int[] centred = [.. codes.Select((c, i) => c - zeros[i / 18])];
        int[] sums = Rule.Convolve(Centred(117), 2, 4, 5, centred, 3, 3, 1);
        Assert.Equal(sums.Select((sum, i) => Rule.Dequantize(Rule.Requantize(sum, XScale, WScales[i / 20], YScale, 60), YScale, 60)), compiled.Run(X));
    }

    /// <summary>Codes of 16 bits around weights of 8: float between the conversions, which the report says.</summary>
    [Fact]
    public void Activations_of_sixteen_bits()
    {
        var net = new Pattern(opset: 21);
        string narrow = net.Fake(net.Input(1, 2, 4, 5), XScale, 117);
        string x = net.Fake(narrow, 0.0005f, 32768, ElementType.UInt16);
        string y = net.Apply("Conv", [x, net.Weights(W, WScales[0], 3, 2, 3, 3)], ("pads", new[] { 1, 1, 1, 1 }));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.0005f, 32768, ElementType.UInt16));

        Assert.Contains("16", Assert.Single(compiled.Problems, p => p.Kind == ProblemKind.FloatFallback).Message, StringComparison.Ordinal);
        Assert.Contains(compiled.Work, l => l.Operator == "Conv" && l.Kernel.StartsWith("float", StringComparison.Ordinal));
        float[] actual = compiled.Run(X);
        int[] sums = Rule.Convolve(Centred(117), 2, 4, 5, W, 3, 3, 1);
        Assert.All(sums.Select((sum, i) => (sum * (double)XScale * WScales[0]) - actual[i]), difference => Assert.InRange(difference, -0.002, 0.002));
    }

    /// <summary>Every tap of a stride of 2 meets an output of its own here, so that the kernel's pixels are the outputs'.</summary>
    [Fact]
    public void A_transposed_convolution()
    {
        var net = new Pattern();
        int[] w = Pattern.Codes(2 * 3 * 2 * 2, -127, 127);
        string y = net.Apply("ConvTranspose", [net.Fake(net.Input(1, 2, 4, 5), XScale, 117), net.Weights(w, 0.01f, 2, 3, 2, 2)], ("strides", new[] { 2, 2 }));
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("Relu", [y]), YScale, 60));

        Assert.Empty(compiled.Problems);
        Assert.All(compiled.Work, l => Assert.True(l is { Operator: "Conv", OutputType: "u8" }, compiled.Info.ToString()));
        int[] x = Centred(117);
        Assert.Equal(
            Enumerable.Range(0, 3 * 8 * 10).Select(i =>
            {
                (int m, int row, int column) = (i / 80, i / 10 % 8, i % 10);
                int sum = Enumerable.Range(0, 2).Sum(c => x[(c * 20) + (row / 2 * 5) + (column / 2)] * w[(((((c * 3) + m) * 2) + (row % 2)) * 2) + (column % 2)]);
                return Rule.Dequantize(Rule.Requantize(sum, XScale, 0.01f, YScale, 60, 60), YScale, 60);
            }),
            compiled.Run(X));
    }

    private static string ConstantNode(Pattern net, float value) => net.Apply("Constant", [], ("value_float", value));

    private static string IntegerBias(Pattern net) => net.Bias(BiasCodes, [.. WScales.Select(w => w * XScale)]);

    private static string Convolve(Pattern net, ElementType element, int zero, string bias, bool perChannel = true)
    {
        string x = net.Fake(net.Input(1, 2, 4, 5), XScale, zero, element);
        string w = perChannel ? net.Weights(W, WScales, 0, 3, 2, 3, 3) : net.Weights(W, WScales[0], 3, 2, 3, 3);
        return net.Apply("Conv", [x, w, bias], ("pads", new[] { 1, 1, 1, 1 }));
    }

    private static int[] Centred(int zero, int low = 0, int high = 255) => [.. X.Select(v => Rule.Quantize(v, XScale, zero, low, high) - zero)];

    private static int[] Sums(int zero, int[] bias) => Rule.Convolve(Centred(zero), 2, 4, 5, W, 3, 3, 1, bias);

    private static float[] Expected(ElementType element, int zero, int? yZero = null, int? low = null, int? high = null, int[]? bias = null)
    {
        (int least, int most) = element == ElementType.Int8 ? (-128, 127) : (0, 255);
        int z = yZero ?? zero;
        return [.. Rule.Convolve(Centred(zero, least, most), 2, 4, 5, W, 3, 3, 1, bias ?? BiasCodes).Select((sum, i) =>
            Rule.Dequantize(Rule.Requantize(sum, XScale, WScales[i / 20], YScale, z, low ?? least, high ?? most), YScale, z))];
    }
}
