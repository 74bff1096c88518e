using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>What a build says about a quantized model: where it leaves the integers and what would bring it back, and what loses accuracy.</summary>
public sealed class BuildReportTests
{
    private static readonly int[] W = Pattern.Codes(36, -100, 100);

    [Fact]
    public void A_quantize_that_is_missing_after_a_product_is_named_once_for_all_that_follows()
    {
        var net = new Pattern();
        string product = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, 0.01f, 6, 6)]);
        string norm = net.Apply("Softmax", [net.Apply("Exp", [product])]);
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("Mul", [norm, net.Scalar(2f)]), 0.05f, 99));

        string message = Single(compiled, ProblemKind.FloatFallback, ProblemSeverity.Info);
        Assert.Contains("'Exp", message, StringComparison.Ordinal);
        Assert.Contains($"'{product}' (MatMul) gives it floats", message, StringComparison.Ordinal);
        Assert.Contains($"missing after '{product}' (MatMul)", message, StringComparison.Ordinal);
        Assert.Contains("around it run in float", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quantize_that_is_missing_after_an_addition()
    {
        var net = new Pattern();
        string sum = net.Apply("Add", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Fake(net.Input(4, 6), 0.03f, 120)]);
        using CompiledPattern compiled = net.Compile(sum, net.Fake(net.Input(4, 6), 0.03f, 120));

        Assert.Contains($"the QuantizeLinear that is missing after '{sum}'", Single(compiled, ProblemKind.FloatFallback, ProblemSeverity.Info), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_of_16_bits()
    {
        var net = new Pattern(opset: 21);
        string x = net.Fake(net.Input(4, 6), 0.0001f, 32768, ElementType.UInt16);
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("MatMul", [x, net.Weights(W, 0.01f, 6, 6)]), 0.0003f, 32768, ElementType.UInt16));

        Assert.Contains("here they have 16", Single(compiled, ProblemKind.FloatFallback, ProblemSeverity.Info), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_about_a_network_without_flaws()
    {
        var net = new Pattern();
        string y = net.Apply("Relu", [net.Apply("Gemm", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, 0.01f, 6, 6), net.Bias(W[..6], [0.0002f])])]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 0));

        Assert.Empty(compiled.Problems);
    }

    [Theory]
    [InlineData(0.01f, 0.01f, "is off by more than 1000 %", "rounded again")]
    [InlineData(0.00001f, 0.0000005f, "is off by 150 %", "used as they are")]
    public void A_bias_in_another_scale(float scale, float biasScale, string off, string what)
    {
        var net = new Pattern();
        string y = net.Apply("Gemm", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, scale, 6, 6), net.Bias(W[..6], [biasScale])]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 0));

        string message = Single(compiled, ProblemKind.SuspectQuantization, ProblemSeverity.Warning);
        Assert.Contains(off, message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scale_of_almost_nothing()
    {
        var net = new Pattern();
        string y = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, [0.01f, 1e-40f, 0.01f, 0, 0.01f, 0.01f], 1, 6, 6)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 0));

        Assert.Contains("almost 0 in 2 of 6 channels", Single(compiled, ProblemKind.SuspectQuantization, ProblemSeverity.Warning), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Channels_too_small_for_the_scale_that_all_share(bool perChannel)
    {
        int[] codes = [.. W.Select((c, i) => i % 6 is 2 or 5 ? 0 : c)];
        var net = new Pattern();
        string w = perChannel ? net.Weights(codes, [.. Enumerable.Repeat(0.01f, 6)], 1, 6, 6) : net.Weights(codes, 0.01f, 6, 6);
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), w]), 0.05f, 0));

        if (perChannel)
        {
            Assert.Empty(compiled.Problems);
        }
        else
        {
            Assert.Contains("2 of 6 output channels", Single(compiled, ProblemKind.SuspectQuantization, ProblemSeverity.Warning), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Saturated_weights()
    {
        int[] codes = [.. Pattern.Codes(64 * 6, -127, 127).Select((c, i) => i % 4 == 0 ? Math.Sign(c) * 127 : c)];
        var net = new Pattern();
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("MatMul", [net.Fake(net.Input(4, 64), 0.02f, 120), net.Weights(codes, 0.01f, 64, 6)]), 0.05f, 0));

        Assert.Contains("saturated weights", Single(compiled, ProblemKind.SuspectQuantization, ProblemSeverity.Warning), StringComparison.Ordinal);
    }

    private static string Single(CompiledPattern compiled, ProblemKind kind, ProblemSeverity severity)
    {
        Problem problem = Assert.Single(compiled.Problems);
        Assert.Equal((kind, severity), (problem.Kind, problem.Severity));
        return problem.Message;
    }
}
