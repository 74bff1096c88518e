using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>ONNX Runtime's attention operators against the formula, evaluated in double.</summary>
public sealed class FusedAttentionTests
{
    private const int Batch = 2, Steps = 3, Width = 6, Heads = 2, Size = 3, Past = 2;

    private static readonly TensorData _x = Numbers(1, Batch, Steps, Width), _w = Numbers(2, Width, 3 * Width), _b = Numbers(3, 3 * Width);
    private static readonly TensorData _past = Numbers(4, 2, Batch, Heads, Past, Size);

    /// <summary>What is added to the score of a key: by item, head, query and key.</summary>
    private delegate double Term(int item, int head, int query, int key);

    [Fact]
    public void Projections_are_split_into_heads() => AssertAttends((_, _, _, _) => 0);

    [Fact]
    public void Ends_and_starts_hide_keys()
    {
        AssertAttends((item, _, _, key) => key < 3 - item ? 0 : -10000, TensorData.Ints(new Shape(2), 3, 2));
        AssertAttends((item, _, _, key) => key < 3 - item && key >= item ? 0 : -10000, TensorData.Ints(new Shape(4), 3, 2, 0, 1));
    }

    [Fact]
    public void Masks_hide_keys_of_items_or_of_queries()
    {
        int[] perItem = [1, 0, 1, 0, 1, 1], perQuery = [1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0], far = [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? 0 : 1)];
        AssertAttends((item, _, _, key) => perItem[(item * 3) + key] != 0 ? 0 : -10000, TensorData.Ints(new Shape(2, 3), perItem));
        AssertAttends((item, _, query, key) => perQuery[(((item * 3) + query) * 3) + key] != 0 ? 0 : -10000, TensorData.Ints(new Shape(2, 3, 3), perQuery));
        AssertAttends((item, _, query, key) => far[(((item * 5) + query) * 5) + key] != 0 ? 0 : -10000, TensorData.Ints(new Shape(2, 1, 5, 5), far));
        AssertAttends((_, _, _, _) => 0, TensorData.Ints(new Shape(2, 1), 0, 1));
    }

    [Fact]
    public void What_is_hidden_may_stay_in_sight_a_little() =>
        AssertAttends((item, _, _, key) => key < 3 - item ? 0 : -1.5, TensorData.Ints(new Shape(2), 3, 2), attributes: ("mask_filter_value", -1.5f));

    [Fact]
    public void What_comes_later_is_hidden_altogether() => AssertAttends(
        (item, _, query, key) => key > query ? double.NegativeInfinity : key < 3 - item ? 0 : -1.5,
        TensorData.Ints(new Shape(2), 3, 2),
        attributes: [("mask_filter_value", -1.5f), ("unidirectional", 1)]);

    [Fact]
    public void Biases_of_the_scores_and_another_scale()
    {
        TensorData bias = Numbers(5, 1, Heads, Steps, Steps);
        AssertAttends((_, head, query, key) => bias.FloatAt((((head * Steps) + query) * Steps) + key), bias: bias, attributes: ("scale", 0.3f));
    }

    [Fact]
    public void Earlier_keys_and_values_come_first_and_all_of_them_are_results()
    {
        AssertAttends((_, _, query, key) => key > query + Past ? double.NegativeInfinity : 0, past: _past, attributes: ("unidirectional", 1));
        IReadOnlyList<TensorData> results = Run(null, _past, null);
        Assert.Equal(new Shape(2, Batch, Heads, Past + Steps, Size), results[1].Shape);
        Assert.Equal(_past.ToFloats()[..(Past * Size)], results[1].ToFloats()[..(Past * Size)]);
    }

    [Fact]
    public void Values_may_be_narrower()
    {
        OnnxBuilder model = Model(("x", _x), ("w", Numbers(6, Width, 16)), ("b", Numbers(7, 16)));
        model.Node("com.microsoft:Attention", ["x", "w", "b"], ["y"], ("num_heads", Heads), ("qkv_hidden_sizes", new[] { 6, 6, 4 })).Output("y");
        Assert.Equal(new Shape(Batch, Steps, 4), Importing.Evaluate(model).Shape);
    }

    [Fact]
    public void Queries_keys_and_values_may_be_packed_and_split()
    {
        TensorData q = Numbers(8, 1, 2, 4), k = Numbers(9, 1, 2, 4), v = Numbers(10, 1, 2, 4);
        float[] expected = MultiHead(("q", q), ("k", k), ("v", v));
        Assert.Equal(expected, MultiHead(("q", q), ("k", Interleaved(k, v)), ("", null)));
        Assert.Equal(expected, MultiHead(("q", Interleaved(q, k, v)), ("", null), ("", null)));
        Assert.Equal(expected, MultiHead(("q", q), ("k", Transposed(k)), ("v", Transposed(v))));
        TensorData zeros = new(ElementType.Float32, new Shape(12));
        Assert.Equal(expected, MultiHead(("q", q), ("k", k), ("v", v), ("b", zeros)));
        AssertClose(expected, MultiHead(("q", q), ("k", Shifted(k, 1)), ("v", Shifted(v, 1)), ("b", TensorData.Floats(new Shape(12), [0, 0, 0, 0, .. Enumerable.Repeat(-1f, 8)]))));
    }

    [Fact]
    public void Quantized_projections_are_those_of_the_dequantized_operands()
    {
        TensorData codes = Lowered.Random(new Random(11), ElementType.UInt8, Batch, Steps, Width), weights = Lowered.Random(new Random(12), ElementType.Int8, Width, 3 * Width);
        float[] scales = [.. Enumerable.Range(0, 3 * Width).Select(i => 0.002f + (i * 0.0001f))];
        float[] x = [.. codes.ToFloats().Select(c => (c - 117) * 0.013f)], w = [.. weights.ToFloats().Select((c, i) => (c - 3) * scales[i % scales.Length])];
        OnnxBuilder model = Model(("x", codes), ("w", weights), ("b", _b));
        model.Scalar("xs", 0.013f).Initializer("ws", [3 * Width], scales).Scalar("xz", (byte)117).Scalar("wz", (sbyte)3)
            .Node("com.microsoft:QAttention", ["x", "w", "b", "xs", "ws", "", "xz", "wz"], ["y"], ("num_heads", Heads)).Output("y");
        AssertClose(Formula((_, _, _, _) => 0, TensorData.Floats(codes.Shape, x), TensorData.Floats(weights.Shape, w)), Importing.Evaluate(model).ToFloats());
    }

    private static void AssertAttends(Term term, TensorData? mask = null, TensorData? past = null, TensorData? bias = null, params (string Name, object Value)[] attributes)
    {
        double scale = attributes.Where(a => a.Name == "scale").Select(a => (double)(float)a.Value).FirstOrDefault(1 / Math.Sqrt(Size));
        AssertClose(Formula(term, _x, _w, past, scale), Run(mask, past, bias, attributes)[0].ToFloats());
    }

    private static IReadOnlyList<TensorData> Run(TensorData? mask, TensorData? past, TensorData? bias, params (string, object)[] attributes)
    {
        OnnxBuilder model = Model(("x", _x), ("w", _w), ("b", _b), ("mask", mask), ("past", past), ("bias", bias));
        model.Node("com.microsoft:Attention", ["x", "w", "b", mask is null ? "" : "mask", past is null ? "" : "past", bias is null ? "" : "bias"], ["y", "present"], [("num_heads", Heads), .. attributes])
            .Output("y").Output("present");
        return Evaluator.Run(Importing.Graph(model), []);
    }

    private static OnnxBuilder Model(params (string Name, TensorData? Data)[] constants)
    {
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1);
        foreach ((string constant, TensorData? data) in constants.Where(c => c.Data is not null))
        {
            model.Initializer(constant, data!);
        }

        return model;
    }

    private static float[] MultiHead(params (string Name, TensorData? Data)[] operands)
    {
        OnnxBuilder model = Model(operands);
        model.Node("com.microsoft:MultiHeadAttention", [.. operands.Select(o => o.Name)], ["y"], ("num_heads", 2)).Output("y");
        return Importing.Evaluate(model).ToFloats();
    }

    /// <summary>Heads of 2 elements of tensors [1, steps, 4], side by side: [1, steps, 2, n, 2].</summary>
    private static TensorData Interleaved(params TensorData[] parts) => TensorData.Floats(
        new Shape(1, parts[0].Shape[1], 2, parts.Length, 2),
        [.. Enumerable.Range(0, parts[0].Length / 2).SelectMany(pair => parts.SelectMany(p => p.ToFloats()[(2 * pair)..((2 * pair) + 2)]))]);

    private static TensorData Transposed(TensorData x) => TensorData.Floats(
        new Shape(1, 2, x.Shape[1], 2),
        [.. Enumerable.Range(0, 2).SelectMany(head => Enumerable.Range(0, x.Shape[1]).SelectMany(step => x.ToFloats()[((step * 4) + (head * 2))..((step * 4) + (head * 2) + 2)]))]);

    private static TensorData Shifted(TensorData x, float by) => TensorData.Floats(x.Shape, [.. x.ToFloats().Select(v => v + by)]);

    private static float[] Formula(Term term, TensorData x, TensorData w, TensorData? past = null, double? scale = null)
    {
        int before = past is null ? 0 : Past;
        float[] y = new float[Batch * Steps * Width];
        for (int item = 0; item < Batch; item++)
        {
            for (int head = 0; head < Heads; head++)
            {
                for (int query = 0; query < Steps; query++)
                {
                    double[] weights = [.. Enumerable.Range(0, before + Steps).Select(key => Math.Exp(term(item, head, query, key)
                        + ((scale ?? 1 / Math.Sqrt(Size)) * Enumerable.Range(0, Size).Sum(i => Projection(0, item, head, query, i) * State(1, item, head, key, i)))))];
                    for (int i = 0; i < Size; i++)
                    {
                        double sum = weights.Select((weight, key) => weight * State(2, item, head, key, i)).Sum();
                        y[(((item * Steps) + query) * Width) + (head * Size) + i] = (float)(sum / weights.Sum());
                    }
                }
            }
        }

        return y;

        double Projection(int part, int item, int head, int step, int i)
        {
            int column = (part * Width) + (head * Size) + i;
            return _b.FloatAt(column) + Enumerable.Range(0, Width).Sum(k => x.FloatAt((((item * Steps) + step) * Width) + k) * w.FloatAt((k * 3 * Width) + column));
        }

        double State(int part, int item, int head, int key, int i) => key < before
            ? past!.FloatAt((((((((part - 1) * Batch) + item) * Heads) + head) * Past) + key) * Size + i)
            : Projection(part, item, head, key - before, i);
    }

    private static TensorData Numbers(int seed, params int[] shape) => Lowered.Random(new Random(seed), ElementType.Float32, shape);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
