using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Quantizing.Preparation;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>What is done to float models before they are quantized.</summary>
public class PreparationTests
{
    private static readonly CompilerOptions Options = new("Network");

    private static readonly byte[] Chain = new OnnxBuilder(opset: 17)
        .Input("x", ElementType.Float32, 1, 3, 6, 6)
        .Initializer("w1", [4, 3, 1, 1], Random(1, 12)).Initializer("b1", [4], Random(2, 4))
        .Node("Conv", ["x", "w1", "b1"], ["c1"], ("kernel_shape", new[] { 1, 1 }))
        .Node("Relu", ["c1"], ["r1"])
        .Initializer("w2", [4, 1, 3, 3], Random(3, 36))
        .Node("Conv", ["r1", "w2"], ["c2"], ("kernel_shape", new[] { 3, 3 }), ("group", 4))
        .Initializer("w3", [2, 4, 1, 1], Random(4, 8))
        .Node("Conv", ["c2", "w3"], ["y"], ("kernel_shape", new[] { 1, 1 }))
        .Output("y")
        .Build();

    [Fact]
    public void Equalization_gives_neighbours_equal_channels_and_keeps_the_results()
    {
        byte[] equalized = ModelPreparation.Run(new ModelSource("chain.onnx", Chain), null, new PreparationSettings(Equalize: true), Options);
        OnnxGraph graph = OnnxReader.Read(equalized).Graph;
        float[] w2 = Weights(graph, 1), w3 = Weights(graph, 2);
        for (int c = 0; c < 4; c++)
        {
            float rows = w2.Skip(9 * c).Take(9).Max(MathF.Abs), columns = Enumerable.Range(0, 2).Max(m => MathF.Abs(w3[(4 * m) + c]));
            Assert.Equal(rows, columns, 1e-4f * rows);
        }

        SameResults(Chain, equalized, Random(9, 108), 1e-4f);
    }

    [Fact]
    public void Pruning_empties_the_lightest_blocks()
    {
        byte[] model = new OnnxBuilder(opset: 17).Input("x", ElementType.Float32, 1, 32).Initializer("w", [32, 32], Random(5, 1024)).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        byte[] pruned = ModelPreparation.Run(new ModelSource("m.onnx", model), null, new PreparationSettings(PrunedShare: 0.25), Options);
        float[] before = Random(5, 1024), after = Weights(OnnxReader.Read(pruned).Graph, 0);

        // 8 blocks of four rows for each of two times sixteen columns: a quarter is four blocks of 64.
        Assert.Equal(4 * 64, after.Count(w => w == 0));
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second == 0 || pair.Second == pair.First));
        double Block(int i) => Enumerable.Range(0, 64).Sum(k => Math.Abs(before[(((i / 2 * 4) + (k / 16)) * 32) + (i % 2 * 16) + (k % 16)]));
        bool IsEmpty(int i) => after[(i / 2 * 4 * 32) + (i % 2 * 16)] == 0;
        Assert.True(Enumerable.Range(0, 16).Where(IsEmpty).Max(Block) <= Enumerable.Range(0, 16).Where(i => !IsEmpty(i)).Min(Block));
    }

    [Fact]
    public void Smoothing_keeps_the_results_and_moves_magnitude_into_the_weights()
    {
        byte[] model = new OnnxBuilder(opset: 17)
            .Input("x", ElementType.Float32, 1, 5, 4)
            .Initializer("g", [4], 1f, 30f, 1f, 1f).Initializer("h", [4], Random(6, 4))
            .Node("LayerNormalization", ["x", "g", "h"], ["n"])
            .Initializer("w", [4, 3], Random(7, 12))
            .Node("MatMul", ["n", "w"], ["y"])
            .Output("y")
            .Build();
        var channels = new ChannelStatistics(2, [0, 0, 0, 0], [2, 60, 2, 2]);
        var calibration = SmallNetwork.Calibration with
        {
            Tensors = new System.Collections.Generic.Dictionary<string, TensorStatistics> { ["n"] = new(-60, 60, -60, 60, new Histogram(), channels) },
        };
        byte[] smoothed = ModelPreparation.Run(new ModelSource("m.onnx", model), calibration, new PreparationSettings(Smooth: 0.5), Options);
        float[] before = Random(7, 12), after = Weights(OnnxReader.Read(smoothed).Graph, 1);

        // s = sqrt(60) / sqrt(the row's largest magnitude)
        double factor = Math.Sqrt(60 / before.Skip(3).Take(3).Max(MathF.Abs));
        Assert.Equal(before[3] * factor, after[3], 1e-4);
        SameResults(model, smoothed, Random(8, 20), 1e-3f);
    }

    [Fact]
    public void Smoothing_without_a_calibration_is_refused() =>
        Assert.Throws<ModelException>(() => ModelPreparation.Run(new ModelSource("m.onnx", Chain), null, new PreparationSettings(Smooth: 0.5), Options));

    private static float[] Weights(OnnxGraph graph, int node) =>
        TensorContents.Read(graph.Initializers.Single(i => i.Name == graph.Nodes.Where(n => n.OpType is "Conv" or "MatMul" or "LayerNormalization").ElementAt(node).Inputs[1]), new ExternalData(null)).ToFloats();

    private static void SameResults(byte[] expected, byte[] actual, float[] x, float tolerance)
    {
        using CompiledNetwork before = CompiledNetwork.Load(expected), after = CompiledNetwork.Load(actual);
        Assert.All(((float[])before.Run(x)[0]).Zip((float[])after.Run(x)[0]), pair => Assert.Equal(pair.First, pair.Second, tolerance * Math.Max(1, MathF.Abs(pair.First))));
    }

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
