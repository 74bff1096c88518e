using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>EmbedLayerNormalization and its quantized form: rows that are small numbers, so that the normalized sums are known.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public void Rows_of_words_positions_and_segments_are_added_and_normalized()
    {
        OnnxBuilder model = Start()
            .Initializer("words", [3, 2], 0f, 1, 2, 5, 7, 7).Initializer("positions", [4, 2], 0f, 0, 1, 0, 0, 1, 9, 9).Initializer("segments", [2, 2], 0f, 0, 3, 0)
            .Initializer("scale", [2], 2f, 3).Initializer("shift", [2], 10f, 20).Initializer("mask", [1, 3], 1, 1, 0)
            .Node("com.microsoft:EmbedLayerNormalization", ["ids", "kinds", "words", "positions", "segments", "scale", "shift", "mask"], ["y", "count", "sum"], ("epsilon", 0f))
            .Output("y").Output("count", ElementType.Int32).Output("sum");
        var results = Evaluator.Run(Importing.Graph(model), [TensorData.Ints(new Shape(1, 3), 1, 0, 2), TensorData.Ints(new Shape(1, 3), 0, 1, 1)]);
        // Sums (2, 5), (4, 1) and (10, 8): two numbers normalize to -1 and 1.
        Importing.AssertEqual(results[2], [1, 3, 2], 2, 5, 4, 1, 10, 8);
        Importing.AssertEqual(results[0], [1, 3, 2], 8, 23, 12, 17, 12, 17);
        Importing.AssertEqual(results[1], [1], 2);
    }

    [Fact]
    public void Given_positions_replace_the_count_of_steps()
    {
        OnnxBuilder model = Start()
            .Initializer("words", [3, 2], 0f, 1, 2, 5, 7, 7).Initializer("positions", [4, 2], 0f, 0, 1, 0, 0, 1, 9, 20)
            .Initializer("scale", [2], 1f, 1).Initializer("shift", [2], 0f, 0).Initializer("places", [1, 3], 3, 0, 1)
            .Node("com.microsoft:EmbedLayerNormalization", ["ids", "", "words", "positions", "", "scale", "shift", "", "places"], ["y", "count", "sum"])
            .Output("sum").Output("count", ElementType.Int32);
        var results = Evaluator.Run(Importing.Graph(model), [TensorData.Ints(new Shape(1, 3), 1, 0, 2), TensorData.Ints(new Shape(1, 3), 0, 0, 0)]);
        Importing.AssertEqual(results[0], [1, 3, 2], 11, 25, 0, 1, 8, 7);
        Importing.AssertEqual(results[1], [1], 0);
    }

    [Fact]
    public void Quantized_tables_stay_in_codes()
    {
        var random = new Random(3);
        TensorData words = Lowered.Random(random, ElementType.UInt8, 50, 16), positions = Lowered.Random(random, ElementType.UInt8, 7, 16);
        TensorData scale = Lowered.Random(random, ElementType.UInt8, 16), shift = Lowered.Random(random, ElementType.UInt8, 16);
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1).Input("ids", ElementType.Int32, 2, 5)
            .Initializer("words", words).Initializer("positions", positions).Initializer("scale", scale).Initializer("shift", shift)
            .Scalar("s0", 0.01f).Scalar("s1", 0.02f).Scalar("s3", 0.03f).Scalar("s4", 0.04f).Scalar("z0", (byte)100).Scalar("z1", (byte)110).Scalar("z3", (byte)5).Scalar("z4", (byte)130)
            .Node("com.microsoft:QEmbedLayerNormalization", ["ids", "", "words", "positions", "", "scale", "shift", "", "s0", "s1", "", "s3", "s4", "z0", "z1", "", "z3", "z4"], ["y", "count"], ("epsilon", 0.001f))
            .Output("y").Output("count", ElementType.Int32);
        int[] ids = [.. Enumerable.Range(0, 10).Select(_ => random.Next(50))];
        TensorData input = TensorData.Ints(new Shape(2, 5), ids);
        float[] y = Evaluator.Run(Importing.Graph(model), [input])[0].ToFloats();
        for (int row = 0; row < 10; row++)
        {
            double[] sum = [.. Enumerable.Range(0, 16).Select(i => ((words.IntegerAt((ids[row] * 16) + i) - 100) * 0.01) + ((positions.IntegerAt((row % 5 * 16) + i) - 110) * 0.02))];
            double mean = sum.Average(), deviation = Math.Sqrt(sum.Average(v => (v - mean) * (v - mean)) + 0.001);
            Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(
                ((sum[i] - mean) / deviation * (scale.IntegerAt(i) - 5) * 0.03) + ((shift.IntegerAt(i) - 130) * 0.04), y[(row * 16) + i], 1e-4));
        }

        ModelRun.MatchesReference(model, input);
    }

    private static OnnxBuilder Start() =>
        new OnnxBuilder().Opset("com.microsoft", 1).Input("ids", ElementType.Int32, 1, 3).Input("kinds", ElementType.Int32, 1, 3);
}
