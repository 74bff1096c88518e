using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Graphs that quantize weights alone: products stay float, weights stay codes in memory, and the numbers are those of the dequantized weights.</summary>
public sealed class WeightOnlyPatterns
{
    private const int K = 40;
    private const int N = 6;
    private const int Block = 16;
    private const int Blocks = 3;

    private static readonly float[] X = Pattern.Reals(K);
    private static readonly float[] Scales = Pattern.Reals(Blocks * N, 0.1f, seed: 2);

    public static TheoryData<ElementType, bool> Codes => new()
    {
        { ElementType.Int4, false },
        { ElementType.Int4, true },
        { ElementType.UInt4, false },
        { ElementType.UInt4, true },
        { ElementType.Int8, false },
        { ElementType.UInt8, true },
    };

    /// <summary>As ONNX Runtime's quantizer writes them in QDQ format: blocks along the rows of [K, N].</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void Blocks_along_the_reduction(ElementType element, bool asymmetric)
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(element, K * N), zeros = asymmetric ? Random(element, Blocks * N, seed: 3) : new int[Blocks * N];
        string[] inputs = [Constant(net, element, codes, K, N), net.Constant([Blocks, N], Scales), .. asymmetric ? [Constant(net, element, zeros, Blocks, N)] : Array.Empty<string>()];
        string w = net.Apply("DequantizeLinear", inputs, ("axis", 0), ("block_size", Block));
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", [net.Input(1, K), w]));

        Keeps(compiled, element, "MatMulNBits");
        Assert.Equal(Product((k, n) => (codes[(k * N) + n] - zeros[(k / Block * N) + n]) * Scales[(k / Block * N) + n]), compiled.Run(X));
    }

    /// <summary>The transposed weights of a fully connected layer, its bias, and its activation, all in one.</summary>
    [Fact]
    public void Gemm_with_bias_and_activation()
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(ElementType.Int4, N * K);
        float[] bias = Pattern.Reals(N);
        string w = net.Apply("DequantizeLinear", [Constant(net, ElementType.Int4, codes, N, K), net.Constant([N, Blocks], Scales)], ("axis", 1), ("block_size", Block));
        string y = net.Apply("Relu", [net.Apply("Gemm", [net.Input(1, K), w, net.Constant([N], bias)], ("transB", 1))]);
        using CompiledPattern compiled = net.Compile(y);

        Keeps(compiled, ElementType.Int4, "MatMulNBits");
        Assert.Equal(Product((k, n) => codes[(n * K) + k] * Scales[(n * Blocks) + (k / Block)], bias).Select(v => Math.Max(v, 0)), compiled.Run(X));
    }

    /// <summary>A Transpose between the Dequantize and the product, and a bias behind it.</summary>
    [Fact]
    public void Transposed_weights_and_a_bias_that_is_added()
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(ElementType.UInt4, N * K);
        float[] bias = Pattern.Reals(N);
        string w = net.Apply("DequantizeLinear", [Constant(net, ElementType.UInt4, codes, N, K), net.Constant([N, Blocks], Scales)], ("axis", 1), ("block_size", Block));
        string y = net.Apply("MatMul", [net.Input(1, K), net.Apply("Transpose", [w], ("perm", new[] { 1, 0 }))]);
        using CompiledPattern compiled = net.Compile(net.Apply("Add", [y, net.Constant([N], bias)]));

        Keeps(compiled, ElementType.UInt4, "MatMulNBits");
        Assert.Equal(Product((k, n) => codes[(n * K) + k] * Scales[(n * Blocks) + (k / Block)], bias), compiled.Run(X));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void One_scale_per_column(ElementType element, bool asymmetric)
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(element, K * N), zeros = asymmetric ? Random(element, N, seed: 3) : new int[N];
        string w = net.Apply("DequantizeLinear", [Constant(net, element, codes, K, N), net.Constant([N], PerColumn), Constant(net, element, zeros, N)], ("axis", 1));
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", [net.Input(1, K), w]));

        Keeps(compiled, element, "MatMulNBits");
        Assert.Equal(Product((k, n) => (codes[(k * N) + n] - zeros[n]) * PerColumn[n]), compiled.Run(X));
    }

    [Fact]
    public void One_scale_for_all()
    {
        var net = new Pattern();
        int[] codes = Random(ElementType.Int8, K * N);
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", [net.Input(1, K), net.Weights(codes, 0.03f, K, N)]));

        Keeps(compiled, ElementType.Int8, "MatMulNBits");
        Assert.Equal(Product((k, n) => codes[(k * N) + n] * 0.03f), compiled.Run(X));
    }

    /// <summary>A scale per row of the reduction is none that a product could take out of its sum: the weights become floats.</summary>
    [Fact]
    public void One_scale_per_row_needs_floats()
    {
        var net = new Pattern();
        int[] codes = Random(ElementType.Int8, K * N);
        float[] scales = Pattern.Reals(K, 0.1f, seed: 5).Select(Math.Abs).ToArray();
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", [net.Input(1, K), net.Weights(codes, scales, 0, K, N)]));

        Assert.Equal(["MatMul"], compiled.Work.Select(l => l.Operator));
        Assert.Equal(Product((k, n) => codes[(k * N) + n] * scales[k]), compiled.Run(X));
    }

    /// <summary>An embedding: its rows are dequantized as they are gathered.</summary>
    [Theory]
    [InlineData(ElementType.Int4)]
    [InlineData(ElementType.UInt4)]
    [InlineData(ElementType.Int8)]
    public void Rows_of_a_table(ElementType element)
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(element, N * K), rows = [4, 0, 4];
        string table = net.Apply("DequantizeLinear", [Constant(net, element, codes, N, K), net.Constant([N, Blocks], Scales)], ("axis", 1), ("block_size", Block));
        using CompiledPattern compiled = net.Compile(net.Apply("Gather", [table, net.Input(ElementType.Int64, 3)]));

        Keeps(compiled, element, "GatherBlockQuantized");
        Assert.Equal(
            rows.SelectMany(r => Enumerable.Range(0, K).Select(k => codes[(r * K) + k] * Scales[(r * Blocks) + (k / Block)])),
            compiled.Run(rows.Select(r => (long)r).ToArray()));
    }

    /// <summary>The same table as embedding and, transposed, as the last layer.</summary>
    [Fact]
    public void A_table_with_two_readers()
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(ElementType.Int4, N * K);
        string table = net.Apply("DequantizeLinear", [Constant(net, ElementType.Int4, codes, N, K), net.Constant([N, Blocks], Scales)], ("axis", 1), ("block_size", Block));
        string x = net.Apply("Gather", [table, net.Input(ElementType.Int64, 1)]);
        using CompiledPattern compiled = net.Compile(net.Apply("Gemm", [x, table], ("transB", 1)));

        Keeps(compiled, ElementType.Int4, "GatherBlockQuantized", "MatMulNBits");
        float[] weights = [.. codes.Select((c, i) => c * Scales[(i / K * Blocks) + (i % K / Block)])];
        Assert.Equal(Product((k, n) => weights[(n * K) + k], x: weights[(2 * K)..(3 * K)]), compiled.Run(new long[] { 2 }));
    }

    /// <summary>Kernels take a bias from the weights: a product with another one is of floats.</summary>
    [Fact]
    public void A_bias_that_is_computed()
    {
        var net = new Pattern(opset: 21);
        int[] codes = Random(ElementType.Int8, N * K);
        float[] bias = Pattern.Reals(N);
        string w = net.Apply("DequantizeLinear", [Constant(net, ElementType.Int8, codes, N, K), net.Constant([N, Blocks], Scales)], ("axis", 1), ("block_size", Block));
        using CompiledPattern compiled = net.Compile(net.Apply("Gemm", [net.Input(1, K), w, net.Input(N)], ("transB", 1)));

        Assert.Equal(Product((k, n) => codes[(n * K) + k] * Scales[(n * Blocks) + (k / Block)], bias), compiled.Run(X, bias));
    }

    [Fact]
    public void An_open_batch()
    {
        var net = new Pattern(opset: 21);
        net.Model.Input("x", ElementType.Float32, "batch", K);
        int[] codes = Random(ElementType.Int4, K * N);
        string w = net.Apply("DequantizeLinear", [Constant(net, ElementType.Int4, codes, K, N), net.Constant([Blocks, N], Scales)], ("axis", 0), ("block_size", Block));
        using CompiledPattern compiled = net.Compile(net.Apply("MatMul", ["x", w]));

        Keeps(compiled, ElementType.Int4, "MatMulNBits");
        float[] one = Product((k, n) => codes[(k * N) + n] * Scales[(k / Block * N) + n]);
        Assert.Equal([.. one, .. one], compiled.Run(X.Concat(X).ToArray()));
    }

    private static float[] PerColumn => [.. Scales.Take(N).Select(s => Math.Abs(s) + 0.01f)];

    /// <summary>These operators do the work, and their kernels say how many bits a weight has in memory.</summary>
    private static void Keeps(CompiledPattern compiled, ElementType element, params string[] operators)
    {
        Assert.Equal(operators, compiled.Work.Select(l => l.Operator));
        Assert.All(compiled.Work, l => Assert.Contains($"{element.Bits()} bits", l.Kernel, StringComparison.Ordinal));
    }

    private static float[] Product(Func<int, int, float> weight, float[]? bias = null, float[]? x = null)
    {
        float[] y = new float[N];
        for (int n = 0; n < N; n++)
        {
            for (int k = 0; k < K; k++)
            {
                y[n] = MathF.FusedMultiplyAdd((x ?? X)[k], weight(k, n), y[n]);
            }

            y[n] += bias?[n] ?? 0;
        }

        return y;
    }

    private static int[] Random(ElementType element, int count, int seed = 1) => Pattern.Codes(count, (int)element.MinValue(), (int)element.MaxValue(), seed);

    private static string Constant(Pattern net, ElementType element, int[] codes, params int[] shape)
    {
        string name = $"codes_{codes.Length}_{codes[0]}";
        net.Model.Initializer(name, new TensorData(element, new Shape(shape), [.. codes.Select(c => unchecked((byte)c))]));
        return name;
    }
}
