using System;
using System.Linq;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>
/// Element-wise operators without an arithmetic of their own on codes, of several tensors: what the graph says, dequantize, compute in float, quantize, in one
/// pass over memory.
/// </summary>
public sealed class FusionPatterns
{
    private static readonly float[] A = Pattern.Reals(2 * 3 * 4);
    private static readonly float[] B = Pattern.Reals(2 * 3 * 4, 3, seed: 2);

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void A_float_constant(string op)
    {
        var net = new Pattern();
        float[] constant = [0.5f, -1.25f, 3, 0.01f];
        string y = net.Apply(op, [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Constant([4], constant)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Fusion");

        Assert.Equal(A.Select((a, i) => Spelled(op, Real(a, 0.02f, 120), constant[i % 4])), compiled.Run(A));
    }

    [Theory]
    [InlineData("Sub")]
    [InlineData("Div")]
    [InlineData("Min")]
    [InlineData("Max")]
    public void Two_activations_without_a_rule_of_their_own(string op)
    {
        var net = new Pattern();
        string y = net.Apply(op, [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Fake(net.Input(2, 3, 4), 0.03f, 0)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Fusion");

        float[] positive = [.. B.Select(b => MathF.Abs(b) + 0.1f)];
        Assert.Equal(A.Select((a, i) => Spelled(op, Real(a, 0.02f, 120), Real(positive[i], 0.03f, 0))), compiled.Run(A, positive));
    }

    [Fact]
    public void Slopes_for_each_channel()
    {
        var net = new Pattern();
        float[] slopes = [0.25f, 0.1f, -0.5f];
        string y = net.Apply("PRelu", [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Constant([3, 1], slopes)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Fusion");

        Assert.Equal(
            A.Select((a, i) => Real(a, 0.02f, 120) is var x && x < 0 ? x * slopes[i / 4 % 3] : x).Select(v => Real(v, 0.05f, 99)),
            compiled.Run(A));
    }

    [Fact]
    public void Batch_normalization()
    {
        var net = new Pattern();
        float[] scale = [0.5f, 2, -1], bias = [0.1f, -0.3f, 0], mean = [0.2f, 0, 1], variance = [1, 0.5f, 4];
        string y = net.Apply(
            "BatchNormalization",
            [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Constant([3], scale), net.Constant([3], bias), net.Constant([3], mean), net.Constant([3], variance)],
            ("epsilon", 0.001f));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Fusion");

        Assert.Equal(
            A.Select((a, i) =>
            {
                int c = i / 4 % 3;
                float root = MathF.Sqrt(variance[c] + 0.001f);
                float g = scale[c] * (1 / root);
                float shift = mean[c] * g;
                float scaled = Real(a, 0.02f, 120) * g;
                return Real(scaled + (bias[c] - shift), 0.05f, 99);
            }),
            compiled.Run(A));
    }

    private static float Spelled(string op, float a, float b)
    {
        float y = op switch
        {
            "Add" => a + b,
            "Sub" => a - b,
            "Mul" => a * b,
            "Div" => a / b,
            "Pow" => MathF.Pow(a, b),
            "Min" => MathF.Min(a, b),
            _ => MathF.Max(a, b),
        };
        return Real(y, 0.05f, 99);
    }

    /// <summary>Quantize, then Dequantize.</summary>
    private static float Real(float v, float scale, int zero) => Rule.Dequantize(Rule.Quantize(v, scale, zero), scale, zero);
}
