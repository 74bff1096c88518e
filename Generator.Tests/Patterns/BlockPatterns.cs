using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Products of quantized activations with weights that have a scale per block: integer sums within the blocks, the blocks added up in float.</summary>
public sealed class BlockPatterns
{
    private const int K = 40;
    private const int N = 6;
    private const int Block = 16;
    private const int Blocks = 3;
    private const float Scale = 0.02f;

    private static readonly float[] X = Pattern.Reals(K);
    private static readonly float[] Scales = Pattern.Reals(Blocks * N, 0.1f, seed: 2);
    private static readonly float[] Bias = Pattern.Reals(N, seed: 4);

    [Theory]
    [InlineData(ElementType.Int8, ElementType.UInt8, false)]
    [InlineData(ElementType.Int8, ElementType.Int8, false)]
    [InlineData(ElementType.UInt8, ElementType.UInt8, true)]
    [InlineData(ElementType.Int4, ElementType.UInt8, false)]
    [InlineData(ElementType.UInt4, ElementType.Int8, true)]
    public void To_floats(ElementType weights, ElementType activations, bool asymmetric)
    {
        int zero = activations == ElementType.UInt8 ? 117 : -3;
        var net = new Pattern(opset: 21);
        int[] codes = Random(weights, K * N), zeros = asymmetric ? Random(weights, Blocks * N, seed: 3) : new int[Blocks * N];
        string w = net.Apply("DequantizeLinear", [Constant(net, weights, codes, K, N), net.Constant([Blocks, N], Scales), Constant(net, weights, zeros, Blocks, N)], ("axis", 0), ("block_size", Block));
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", [net.Fake(net.Input(1, K), Scale, zero, activations), w]));

        compiled.WithFloatResult("BlockMatMul", "BlockMatMul");
        Assert.Equal(Product(activations, zero, (k, n) => codes[(k * N) + n] - zeros[(k / Block * N) + n], (block, n) => Scales[(block * N) + n]), compiled.Run(X));
    }

    /// <summary>The transposed weights of a fully connected layer, its bias and its activation, and a result in codes.</summary>
    [Fact]
    public void Gemm_to_codes()
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(ElementType.Int8, N * K);
        string w = net.Apply("DequantizeLinear", [Constant(net, ElementType.Int8, codes, N, K), net.Constant([N, Blocks], Scales)], ("axis", 1), ("block_size", Block));
        string y = net.Apply("Relu", [net.Apply("Gemm", [net.Fake(net.Input(1, K), Scale, 117), w, net.Constant([N], Bias)], ("transB", 1))]);
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, net.Quantize(y, 0.05f, 3));

        Assert.Equal(["BlockMatMul", "BlockMatMul"], compiled.Work.Select(l => l.Operator));
        Assert.DoesNotContain(compiled.Problems, p => p.Kind == ProblemKind.FloatFallback);
        float[] product = Product(ElementType.UInt8, 117, (k, n) => codes[(n * K) + k], (block, n) => Scales[(n * Blocks) + block], Bias);
        Assert.Equal(product.Select(v => (byte)Math.Min(255, MathF.Round(MathF.Max(v, 0) / 0.05f) + 3)), compiled.Run<byte>(X));
    }

    [Fact]
    public void An_open_batch()
    {
        var net = new Pattern(opset: 21);
        net.Model.Input("x", ElementType.Float32, "batch", K);
        int[] codes = Random(ElementType.Int8, K * N);
        string w = net.Apply("DequantizeLinear", [Constant(net, ElementType.Int8, codes, K, N), net.Constant([Blocks, N], Scales)], ("axis", 0), ("block_size", Block));
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", [net.Fake("x", Scale, 117), w]));

        compiled.WithFloatResult("BlockMatMul", "BlockMatMul");
        float[] one = Product(ElementType.UInt8, 117, (k, n) => codes[(k * N) + n], (block, n) => Scales[(block * N) + n]);
        Assert.Equal([.. one, .. one], compiled.Run(X.Concat(X).ToArray()));
    }

    private static float[] Product(ElementType element, int zero, Func<int, int, int> weight, Func<int, int, float> scale, float[]? bias = null)
    {
        int[] x = [.. X.Select(v => (int)Math.Clamp(MathF.Round(v / Scale) + zero, element.MinValue(), element.MaxValue()) - zero)];
        float[] y = new float[N];
        for (int n = 0; n < N; n++)
        {
            for (int block = 0; block < Blocks; block++)
            {
                int sum = Enumerable.Range(block * Block, Math.Min(Block, K - (block * Block))).Sum(k => x[k] * weight(k, n));
                y[n] = MathF.FusedMultiplyAdd(sum, Scale * scale(block, n), y[n]);
            }

            y[n] += bias?[n] ?? 0;
        }

        return y;
    }

    private static int[] Random(ElementType element, int count, int seed = 1) => Pattern.Codes(count, (int)element.MinValue(), (int)element.MaxValue(), seed);

    private static string Constant(Pattern net, ElementType element, int[] codes, params int[] shape)
    {
        string name = $"codes_{codes.Length}";
        net.Model.Initializer(name, new TensorData(element, new Shape(shape), [.. codes.Select(c => unchecked((byte)c))]));
        return name;
    }
}
