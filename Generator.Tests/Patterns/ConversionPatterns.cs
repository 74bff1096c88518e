using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>
/// Operators that are computed in float as the graph says, by kernels that read codes and write codes: what ONNX Runtime's islands of Dequantize, operator and Quantize
/// give, without the floats in memory.
/// </summary>
public sealed class ConversionPatterns
{
    private static readonly float[] X = Pattern.Reals(2 * 4 * 6);

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void Layer_normalization(ElementType element)
    {
        float[] scale = [1, 0.5f, -1, 2, 1.5f, 0.25f], bias = [0, 0.5f, -0.5f, 1, -1, 0.1f];
        int moved = element == ElementType.Int8 ? 128 : 0;
        var net = new Pattern();
        string x = net.Fake(net.Input(2, 4, 6), 0.02f, 120 - moved, element);
        string y = net.Apply("LayerNormalization", [x, net.Constant([6], scale), net.Constant([6], bias)], ("epsilon", 0.001f));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99 - moved, element)).InIntegers("LayerNormalization");

        Assert.Equal("layernorm", compiled.Work[0].Kernel);
        Assert.Equal(Normalized(6, i => scale[i % 6], i => bias[i % 6]), compiled.Run(X));
    }

    /// <summary>A Relu between it and its Quantize narrows the codes.</summary>
    [Fact]
    public void Root_mean_squares_with_an_activation()
    {
        var net = new Pattern(opset: 23);
        string y = net.Apply("RMSNormalization", [net.Fake(net.Input(2, 4, 6), 0.02f, 120), net.Constant([6], 1f, 2, 3, 4, 5, 6)], ("epsilon", 0.001f));
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("Relu", [y]), 0.05f, 99)).InIntegers("RMSNormalization", "Lookup");

        Assert.Equal(Normalized(6, i => (i % 6) + 1, null, centred: false).Select(v => MathF.Max(v, 0)), compiled.Run(X));
    }

    [Fact]
    public void Instance_normalization()
    {
        float[] scale = [1, -0.5f, 2, 3], bias = [0.5f, 0, -1, 0.25f];
        var net = new Pattern();
        string y = net.Apply("InstanceNormalization", [net.Fake(net.Input(2, 4, 6), 0.02f, 120), net.Constant([4], scale), net.Constant([4], bias)], ("epsilon", 0.001f));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("LayerNormalization");

        Assert.Equal(Normalized(6, i => scale[i / 6 % 4], i => bias[i / 6 % 4]), compiled.Run(X));
    }

    [Fact]
    public void Group_normalization()
    {
        float[] scale = [1, -0.5f, 2, 3], bias = [0.5f, 0, -1, 0.25f];
        var net = new Pattern(opset: 21);
        string y = net.Apply(
            "GroupNormalization", [net.Fake(net.Input(2, 4, 6), 0.02f, 120), net.Constant([4], scale), net.Constant([4], bias)], ("epsilon", 0.001f), ("num_groups", 2));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("LayerNormalization");

        Assert.Equal(Normalized(12, i => scale[i / 6 % 4], i => bias[i / 6 % 4]), compiled.Run(X));
    }

    /// <summary>The weights of a resize to twice the size are 1/4 and 3/4, so that every product of them is exact.</summary>
    [Fact]
    public void Linear_resize()
    {
        var net = new Pattern();
        string y = net.Apply("Resize", [net.Fake(net.Input(1, 2, 4, 6), 0.02f, 120), "", net.Constant([4], 1f, 1, 2, 2)], ("mode", "linear"));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("PlaneInterpolate");

        Assert.DoesNotContain("float", compiled.Work[0].Kernel, StringComparison.Ordinal);
        float[] wide = [.. Enumerable.Range(0, 2 * 4 * 12).Select(i => Between(i / 12 * 6, 1, 6, i % 12, k => Real(X[k], 0.02f, 120)))];
        float[] large = [.. Enumerable.Range(0, 2 * 8 * 12).Select(i => Between((i / 96 * 48) + (i % 12), 12, 4, i / 12 % 8, k => wide[k]))];
        Assert.Equal(large.Select(v => Real(v, 0.05f, 99)), compiled.Run(X));
    }

    /// <summary>Output i of a row of <paramref name="length"/> elements that becomes twice as long.</summary>
    private static float Between(int first, int stride, int length, int i, Func<int, float> element)
    {
        float at = Math.Clamp((i / 2f) - 0.25f, 0, length - 1);
        int left = (int)at, right = Math.Min(left + 1, length - 1);
        return MathF.FusedMultiplyAdd(element(first + (right * stride)), at - left, element(first + (left * stride)) * (1 - (at - left)));
    }

    private static float[] Normalized(int length, Func<int, float> scale, Func<int, float>? bias, bool centred = true)
    {
        float[] x = [.. X.Select(v => Real(v, 0.02f, 120))];
        return [.. x.Select((value, i) =>
        {
            float[] row = x[(i / length * length)..((i / length * length) + length)];
            float mean = centred ? Sum(row) / length : 0;
            float variance = Sum([.. row.Select(v => (v - mean) * (v - mean))]) / length;
            float deviation = MathF.Sqrt(variance + 0.001f);
            float scaled = (value - mean) * (1 / deviation) * scale(i);
            return Real(bias is null ? scaled : scaled + bias(i), 0.05f, 99);
        })];
    }

    /// <summary>Up to sixteen numbers in halves.</summary>
    private static float Sum(float[] x)
    {
        float[] partial = [.. x, .. new float[16 - x.Length]];
        for (int width = 8; width > 0; width /= 2)
        {
            partial = [.. Enumerable.Range(0, width).Select(k => partial[k] + partial[k + width])];
        }

        return partial[0];
    }

    private static float Real(float v, float scale, int zero) => Rule.Dequantize(Rule.Quantize(v, scale, zero), scale, zero);
}
