using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Unusual ranges, weights and biases: ONNX Runtime computes the same bits, and the result is the float model's but for the codes' steps.</summary>
public sealed class EdgeCaseTests
{
    private const float Tiny = 1e-20f;

    /// <param name="Model">From x [1, 3, 2, 2] to y.</param>
    /// <param name="Ranges">What calibration saw, by tensor.</param>
    /// <param name="Step">Half a step of the result's codes, and what operands' steps add.</param>
    private sealed record Case(Func<OnnxBuilder, OnnxBuilder> Model, Dictionary<string, float[]> Ranges, float Step, float InputScale = 1, TensorOverride? Override = null);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["a result of zeros"] = new(m => Convolution(m, [-1, -1, -1], [-9]).Node("Relu", ["c"], ["y"]), new() { ["y"] = [0, 0] }, 0),
        ["a result of one value"] = new(m => Convolution(m, [0, 0, 0], [5]).Node("Relu", ["c"], ["y"]), new() { ["y"] = [5, 5] }, 0.01f),
        ["a result below zero"] = new(m => Clip(Convolution(m, [1, -1, 0.5f], [-4]), -6, -2), new() { ["y"] = [-6, -2] }, 0.05f),
        ["a result above zero"] = new(m => Clip(Convolution(m, [1, -1, 0.5f], [4]), 2, 6), new() { ["y"] = [2, 6] }, 0.05f),
        ["a channel of zeros"] = new(m => Convolution(m, [1, -1, 0.5f, 0, 0, 0], [0, 3], "y"), new() { ["y"] = [-3, 3] }, 0.05f),
        ["an input too small for a scale"] = new(m => Convolution(m, [1, -1, 0.5f], [1], "y"), new() { ["x"] = [-1e-37f, 1e-37f], ["y"] = [0, 1] }, 0.01f, 1e-37f),
        ["a product of scales too small for a scale"] = new(m => Convolution(m, [Tiny, -Tiny, Tiny], [1], "y"), new() { ["x"] = [-Tiny, Tiny], ["y"] = [0, 1] }, 0.01f, Tiny),
        ["an outlier"] = new(m => Convolution(m, [1, -1, 0.5f], [0], "y"), new() { ["x"] = [-1, 1000], ["y"] = [-3, 1000] }, 10),
        ["a bias too large for the accumulator"] = new(m => Convolution(m, [1e-9f, -1e-9f, 1e-9f, 1, 1, 1], [7, 1], "y"), new() { ["y"] = [-2, 8] }, 0.05f),
        ["a negative bias too large for the accumulator"] = new(m => Convolution(m, [1e-12f, 0, 0], [-7], "y"), new() { ["y"] = [-8, 0] }, 0.05f),
        ["weights of two layers"] = new(
            m => Convolution(m, [1, -1, 0.5f], [1]).Initializer("b2", [1], -2f).Node("Conv", ["x", "w", "b2"], ["d"]).Node("Add", ["c", "d"], ["y"]),
            new() { ["c"] = [-2, 4], ["d"] = [-5, 1], ["y"] = [-6, 4] }, 0.1f),
        ["weights and a bias of two layers"] = new(
            m => Convolution(m, [1, -1, 0.5f], [1]).Node("Relu", ["x"], ["r"]).Node("Conv", ["r", "w", "b"], ["d"]).Node("Add", ["c", "d"], ["y"]),
            new() { ["c"] = [-2, 4], ["r"] = [0, 1], ["d"] = [-1, 3], ["y"] = [-3, 7] }, 0.1f),
        ["weights of two layers, one with a bias too large"] = new(
            m => Convolution(m, [1e-9f, -1e-9f, 5e-10f], [0]).Initializer("b2", [1], 3f).Node("Conv", ["x", "w", "b2"], ["y"]).Initializer("g", [1, 1, 1, 1], 1e9f).Node("Conv", ["c", "g"], ["z"]).Output("z"),
            new() { ["c"] = [-2.5e-9f, 2.5e-9f], ["y"] = [0, 3], ["z"] = [-2.5f, 2.5f] }, 0.1f),
        ["an input that two layers read"] = new(
            m => Convolution(m, [1, -1, 0.5f], [0]).Node("Relu", ["c"], ["r"]).Node("Concat", ["x", "r"], ["j"], ("axis", 1)).Node("GlobalAveragePool", ["j"], ["y"]),
            new() { ["r"] = [0, 2.5f], ["j"] = [-1, 2.5f], ["y"] = [-1, 2.5f] }, 0.05f),
        ["a Clip between the codes' ends"] = new(m => Clip(Convolution(m, [1, -1, 0.5f], [0]), -0.3f, 0.8f), new() { ["y"] = [-0.3f, 0.8f] }, 0.05f, Override: new(-2, 3, null, null, null)),
        ["a Clip beyond the codes' ends"] = new(m => Clip(Convolution(m, [1, -1, 0.5f], [0]), -3, 3), new() { ["y"] = [-2.5f, 2.5f] }, 0.05f),
        ["a Relu behind an Add"] = new(m => Convolution(m, [1, -1, 0.5f], [0]).Node("Sigmoid", ["c"], ["s"]).Node("Add", ["c", "s"], ["a"]).Node("Relu", ["a"], ["y"]),
            new() { ["c"] = [-2.5f, 2.5f], ["s"] = [0, 1], ["y"] = [0, 3.5f] }, 0.05f),
        ["a Relu whose range begins above its codes"] = new(
            m => Convolution(m, [1, -1, 0.5f], [0]).Node("Relu", ["c"], ["y"]), new() { ["y"] = [0, 2.5f] }, 0.05f, Override: new(-2, 3, null, null, null)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void ONNX_Runtime_agrees_and_so_does_the_float_model(string name)
    {
        Case given = Cases[name];
        byte[] model = given.Model(new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3, 2, 2)).Output("y").Build();
        given.Ranges.TryAdd("x", [-1, 1]);
        (string, TensorStatistics)[] statistics = [.. given.Ranges.Select(r => (r.Key, WrittenFile.Seen(r.Value)))];
        using CompiledNetwork real = CompiledNetwork.Load(model);
        foreach (ModelFormat format in Enum.GetValues<ModelFormat>())
        {
            var settings = new QuantizationSettings { Method = RangeMethod.Minmax, Format = format };
            settings = given.Override is { } given2 ? settings with { Overrides = new Dictionary<string, TensorOverride> { ["y"] = given2 } } : settings;
            WrittenFile file = WrittenFile.Of(model, settings, statistics);
            using CompiledNetwork network = CompiledNetwork.Load(file.Onnx);
            using var runtime = new Ort(file.Onnx);
            float[] x = [.. new[] { 0.1f, -0.9f, 0.5f, 1, -1, 0, 0.3f, -0.2f, 0.7f, -0.4f, 0.25f, -1 }.Select(v => v * given.InputScale)];
            Array[] expected = real.Run(x), actual = network.Run(x);
            float[][] theirs = runtime.Run(network, [x]);
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.Equal(theirs[i], (float[])actual[i]);
                Assert.All(((float[])expected[i]).Zip((float[])actual[i]), pair => Assert.Equal(pair.First, pair.Second, given.Step));
            }
        }
    }

    private static OnnxBuilder Convolution(OnnxBuilder model, float[] weights, float[] bias, string y = "c") =>
        model.Initializer("w", [bias.Length, 3, 1, 1], weights).Initializer("b", [bias.Length], bias).Node("Conv", ["x", "w", "b"], [y]);

    private static OnnxBuilder Clip(OnnxBuilder model, float low, float high) => model.Scalar("low", low).Scalar("high", high).Node("Clip", ["c", "low", "high"], ["y"]);
}
