using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Attention, rotary embeddings and caches against their definitions, element by element.</summary>
public sealed class AttentionTests
{
    private const int Heads = 2, Queries = 3, Keys = 4, Size = 4;

    private static readonly float[] q = Numbers(1, Heads * Queries * Size), k = Numbers(2, Heads * Keys * Size), v = Numbers(3, Heads * Keys * Size);

    [Fact]
    public void Heads_attend_on_their_own() => AssertEqual(Defined((_, _) => 0), Attend());

    [Fact]
    public void Causal_attention_sees_what_came_before() =>
        AssertEqual(Defined((query, key) => key <= query ? 0 : float.NegativeInfinity), Attend(attributes: ("is_causal", 1)));

    [Fact]
    public void Masks_are_added_or_choose()
    {
        float[] mask = Numbers(4, Queries * Keys);
        AssertEqual(Defined((query, key) => mask[(query * Keys) + key]), Attend(TensorData.Floats(new Shape(Queries, Keys), mask)));
        byte[] seen = [1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0];
        AssertEqual(Defined((query, key) => seen[(query * Keys) + key] != 0 ? 0 : float.NegativeInfinity), Attend(new TensorData(ElementType.Bool, new Shape(Queries, Keys), seen)));
    }

    [Fact]
    public void The_cap_comes_before_the_mask() => AssertEqual(
        Defined((query, key) => key <= query ? 0 : float.NegativeInfinity, cap: 0.3f), Attend(attributes: [("is_causal", 1), ("softcap", 0.3f)]));

    [Fact]
    public void Rotary_pairs_are_halves_or_neighbours()
    {
        // A quarter turn: (a, b) becomes (−b, a). Only the first four of six elements turn.
        TensorData cos = TensorData.Floats(new Shape(1, 1, 2), 0, 0), sin = TensorData.Floats(new Shape(1, 1, 2), 1, 1);
        Importing.AssertEqual(Rotated(cos, sin, ("rotary_embedding_dim", 4)), [1, 1, 1, 6], -2, -3, 0, 1, 4, 5);
        Importing.AssertEqual(Rotated(cos, sin, ("rotary_embedding_dim", 4), ("interleaved", 1)), [1, 1, 1, 6], -1, 0, -3, 2, 4, 5);
    }

    [Theory]
    [InlineData("linear", 1, new float[] { 0, 10, 11, 3 })]
    [InlineData("circular", 3, new float[] { 11, 1, 2, 10 })]
    public void Caches_take_new_entries_from_an_index_on(string mode, int index, float[] expected)
    {
        OnnxBuilder model = new OnnxBuilder(opset: 24)
            .Input("cache", ElementType.Float32, 1, 4, 1)
            .Initializer("update", TensorData.Floats(new Shape(1, 2, 1), 10, 11))
            .Initializer("index", TensorData.Longs(new Shape(1), index))
            .Node("TensorScatter", ["cache", "update", "index"], ["y"], ("mode", mode))
            .Output("y");
        Importing.AssertEqual(Importing.EvaluateCounting(model), [1, 4, 1], expected);
    }

    private static TensorData Rotated(TensorData cos, TensorData sin, params (string, object)[] attributes) => Importing.EvaluateCounting(new OnnxBuilder(opset: 23)
        .Input("x", ElementType.Float32, 1, 1, 1, 6)
        .Initializer("cos", cos)
        .Initializer("sin", sin)
        .Node("RotaryEmbedding", ["x", "cos", "sin"], ["y"], attributes)
        .Output("y"));

    private static float[] Attend(TensorData? mask = null, params (string, object)[] attributes)
    {
        OnnxBuilder model = new OnnxBuilder(opset: 23)
            .Input("q", ElementType.Float32, 1, Heads, Queries, Size)
            .Input("k", ElementType.Float32, 1, Heads, Keys, Size)
            .Input("v", ElementType.Float32, 1, Heads, Keys, Size);
        if (mask is not null)
        {
            model.Initializer("mask", mask);
        }

        model.Node("Attention", mask is null ? ["q", "k", "v"] : ["q", "k", "v", "mask"], ["y"], attributes).Output("y");
        return Importing.Evaluate(model, q, k, v).ToFloats();
    }

    private static float[] Defined(Func<int, int, float> mask, float cap = 0)
    {
        var y = new List<float>();
        for (int head = 0; head < Heads; head++)
        {
            for (int query = 0; query < Queries; query++)
            {
                double[] weights = new double[Keys];
                for (int key = 0; key < Keys; key++)
                {
                    double score = Enumerable.Range(0, Size).Sum(i => (double)q[(((head * Queries) + query) * Size) + i] * k[(((head * Keys) + key) * Size) + i]) / Math.Sqrt(Size);
                    weights[key] = Math.Exp((cap == 0 ? score : cap * Math.Tanh(score / cap)) + mask(query, key));
                }

                y.AddRange(Enumerable.Range(0, Size).Select(i => (float)(Enumerable.Range(0, Keys).Sum(key => weights[key] * v[(((head * Keys) + key) * Size) + i]) / weights.Sum())));
            }
        }

        return [.. y];
    }

    private static float[] Numbers(int seed, int count) => Lowered.Random(new Random(seed), ElementType.Float32, count).ToFloats();

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
