using System;
using System.Linq;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>MatMul and Gemm between Dequantize and Quantize.</summary>
public sealed class ProductPatterns
{
    private static readonly float[] A = Pattern.Reals(4 * 6);
    private static readonly float[] B = Pattern.Reals(6 * 5, 1, seed: 2);
    private static readonly int[] W = Pattern.Codes(6 * 5, -127, 127);
    private static readonly float[] Columns = [0.01f, 0.02f, 0.005f, 0.011f, 0.017f];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_with_weights(bool perColumn)
    {
        var net = new Pattern();
        string w = perColumn ? net.Weights(W, Columns, 1, 6, 5) : net.Weights(W, Columns[0], 6, 5);
        string y = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), w]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.1f, 131)).InIntegers("MatMul");

        Assert.Equal(Codes(Rule.Multiply(Left(), W, 4, 6, 5), perColumn), compiled.Run(A));
    }

    [Fact]
    public void Without_a_quantize_the_result_is_float()
    {
        var net = new Pattern();
        string y = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, Columns, 1, 6, 5)]);
        using CompiledPattern compiled = net.Compile(y).WithFloatResult("MatMul");

        Assert.Equal(Rule.Multiply(Left(), W, 4, 6, 5).Select((sum, i) => sum * (0.02f * Columns[i % 5])), compiled.Run(A));
    }

    [Fact]
    public void Weights_behind_a_transpose_and_shared_by_two_products()
    {
        var net = new Pattern();
        int[] transposed = [.. Enumerable.Range(0, 30).Select(i => W[(i % 6 * 5) + (i / 6)])];
        string w = net.Apply("Transpose", [net.Weights(transposed, Columns, 0, 5, 6)], ("perm", new[] { 1, 0 }));
        string x = net.Input(4, 6);
        string first = net.Fake(net.Apply("MatMul", [net.Fake(x, 0.02f, 120), w]), 0.1f, 131);
        string second = net.Fake(net.Apply("MatMul", [net.Fake(net.Apply("Neg", [x]), 0.02f, 120), w]), 0.1f, 131);
        using CompiledPattern compiled = net.Compile(first, second);

        Array[] results = compiled.RunAll(A);
        Assert.Equal(Codes(Rule.Multiply(Left(), W, 4, 6, 5), true), (float[])results[0]);
        int[] negated = [.. A.Select(v => Rule.Quantize(-v, 0.02f, 120) - 120)];
        Assert.Equal(Codes(Rule.Multiply(negated, W, 4, 6, 5), true), (float[])results[1]);
        Assert.Equal(["u8", "u8"], compiled.Work.Where(l => l.Operator == "MatMul").Select(l => l.OutputType));
    }

    /// <summary>Attention multiplies two activations.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_of_two_activations(bool quantized)
    {
        var net = new Pattern();
        string y = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Fake(net.Input(6, 5), 0.01f, 140)]);
        int[] sums = Rule.Multiply(Left(), [.. B.Select(v => Rule.Quantize(v, 0.01f, 140) - 140)], 4, 6, 5);
        if (quantized)
        {
            using CompiledPattern compiled = net.Compile(net.Fake(y, 0.1f, 131)).InIntegers("MatMul", "MatMul");
            Assert.Equal(sums.Select(sum => Rule.Dequantize(Rule.Requantize(sum, 0.02f, 0.01f, 0.1f, 131), 0.1f, 131)), compiled.Run(A, B));
        }
        else
        {
            using CompiledPattern compiled = net.Compile(y);
            Assert.Equal(sums.Select(sum => sum * (0.02f * 0.01f)), compiled.Run(A, B));
            Assert.All(compiled.Work, l => Assert.DoesNotContain("float", l.Kernel, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gemm_with_transposed_operands(bool transA, bool transB)
    {
        var net = new Pattern();
        int[] codes = transB ? [.. Enumerable.Range(0, 30).Select(i => W[(i % 6 * 5) + (i / 6)])] : W;
        string w = transB ? net.Weights(codes, Columns, 0, 5, 6) : net.Weights(codes, Columns, 1, 6, 5);
        int[] bias = [100, -200, 3, 40, -500];
        string x = net.Fake(transA ? net.Input(6, 4) : net.Input(4, 6), 0.02f, 120);
        string y = net.Apply("Gemm", [x, w, net.Bias(bias, [.. Columns.Select(s => s * 0.02f)])], ("transA", transA ? 1 : 0), ("transB", transB ? 1 : 0));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.1f, 131)).InIntegers("MatMul");

        float[] a = transA ? [.. Enumerable.Range(0, 24).Select(i => A[(i % 4 * 6) + (i / 4)])] : A;
        Assert.Equal(Codes(Rule.Multiply(Left(), W, 4, 6, 5, bias), true), compiled.Run(a));
    }

    /// <summary>Factors belong to the scales: alpha to the product's, beta to the bias's.</summary>
    [Theory]
    [InlineData(0.5f, 1f)]
    [InlineData(1f, 2f)]
    [InlineData(1f, 0f)]
    public void Gemm_with_factors(float alpha, float beta)
    {
        var net = new Pattern();
        float[] bias = [0.1f, -0.2f, 0.3f, 0.4f, -0.5f];
        string y = net.Apply("Gemm", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, Columns, 1, 6, 5), net.Constant([5], bias)], ("alpha", alpha), ("beta", beta));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.1f, 131)).InIntegers("MatMul");

        float[] scales = [.. Columns.Select(s => s * alpha)];
        int[] integers = [.. bias.Select((b, i) => (int)MathF.Round(b * beta / (0.02f * scales[i]), MidpointRounding.ToEven))];
        Assert.Equal(
            Rule.Multiply(Left(), W, 4, 6, 5, integers).Select((sum, i) => Rule.Dequantize(Rule.Requantize(sum, 0.02f, scales[i % 5], 0.1f, 131), 0.1f, 131)),
            compiled.Run(A));
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 5 })]
    public void Gemm_with_a_bias_that_broadcasts(int[] shape)
    {
        var net = new Pattern();
        int count = shape.Aggregate(1, (a, b) => a * b);
        float[] bias = [.. Enumerable.Range(0, count).Select(i => 0.3f - (0.1f * i))];
        string y = net.Apply("Gemm", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, 0.01f, 6, 5), net.Constant(shape, bias)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.1f, 131)).InIntegers("MatMul");

        int[] integers = [.. Enumerable.Range(0, 5).Select(i => (int)MathF.Round(bias[i % count] / (0.02f * 0.01f), MidpointRounding.ToEven))];
        Assert.Equal(
            Rule.Multiply(Left(), W, 4, 6, 5, integers).Select(sum => Rule.Dequantize(Rule.Requantize(sum, 0.02f, 0.01f, 0.1f, 131), 0.1f, 131)),
            compiled.Run(A));
    }

    /// <summary>The bias of a product is an Add of a constant, quantized or not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bias_added_behind_the_product(bool dequantized)
    {
        var net = new Pattern();
        int[] codes = [100, -200, 3, 40, -500];
        float[] units = [.. Columns.Select(s => s * 0.02f)];
        string bias = dequantized ? net.Bias(codes, units) : net.Constant([5], [.. codes.Select((c, i) => c * units[i])]);
        string product = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(W, Columns, 1, 6, 5)]);
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("Add", [bias, product]), 0.1f, 131)).InIntegers("MatMul");

        Assert.Equal(Codes(Rule.Multiply(Left(), W, 4, 6, 5, codes), true), compiled.Run(A));
    }

    private static int[] Left() => [.. A.Select(v => Rule.Quantize(v, 0.02f, 120) - 120)];

    private static float[] Codes(int[] sums, bool perColumn) =>
        [.. sums.Select((sum, i) => Rule.Dequantize(Rule.Requantize(sum, 0.02f, Columns[perColumn ? i % 5 : 0], 0.1f, 131), 0.1f, 131))];
}
