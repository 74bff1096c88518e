using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import;
using Octavo.Compiler.Quantizing;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Ranges that move along a stream: the formula, the reference's bits, ONNX Runtime's numbers, and whose state it is.</summary>
public class AdaptiveRangesTests
{
    private static readonly byte[] Half = Product(0.5, [-1, 3, 0, 1]);

    [Fact]
    public void Ranges_move_by_their_share_of_the_difference()
    {
        using CompiledNetwork network = CompiledNetwork.Load(Half);
        using NetworkStream stream = network.CreateStream();
        float[] y = new float[2];
        Assert.Equal([-1f, 3f], stream.State);

        // l: -1 + (-3 + 1) / 2 = -2; h: 3 + (2 - 3) / 2 = 2.5.
        stream.Run([new float[] { -3, 2, 0, 1 }], [y]);
        Assert.Equal([-2f, 2.5f], stream.State);

        // Nothing below 0 was seen: l: -2 + (0 + 2) / 2 = -1; h: 2.5 + (8.5 - 2.5) / 2 = 5.5.
        stream.Run([new float[] { 1, 8.5f, 2, 3 }], [y]);
        Assert.Equal([-1f, 5.5f], stream.State);
        stream.Reset();
        Assert.Equal([-1f, 3f], stream.State);
    }

    [Fact]
    public void Codes_are_those_of_the_moved_range()
    {
        using CompiledNetwork network = CompiledNetwork.Load(Half);
        using NetworkStream stream = network.CreateStream();
        float[] y = new float[2];

        // [-1, 3] moves to [-1, 2], s = 3 / 255, z = 85. The weights are 127 steps of 1 / 127: 1 and -1 on the first and the second element.
        stream.Run([new float[] { -1, 1, 1, 1 }], [y]);
        Assert.Equal([-1f, 2f], stream.State);
        Assert.Equal(-1, y[0], 1e-5);
        Assert.Equal(-1, y[1], 1e-5);

        // [-1, 2] moves to [-0.5, 3.5], s = 4 / 255, z = rne(31.875) = 32: 5 lies beyond the codes and counts as the greatest, 255 - 32 steps; 3 is rne(191.25) = 191 steps.
        stream.Run([new float[] { 5, 3, 0, 0 }], [y]);
        Assert.Equal([-0.5f, 3.5f], stream.State);
        Assert.Equal(223 * 4f / 255, y[0], 1e-5);
        Assert.Equal(-191 * 4f / 255, y[1], 1e-5);
    }

    [Fact]
    public void A_stream_has_the_bits_of_the_reference()
    {
        byte[] onnx = Network();
        Graph graph = OnnxImporter.Import(new ModelSource("adaptive.onnx", onnx), new CompilerOptions("Network")).Graph;
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        using NetworkStream stream = network.CreateStream(threads: 2), other = network.CreateStream();
        StateTensor state = Assert.Single(graph.States);
        var ranges = TensorData.Floats(graph.Inputs[state.Input].Shape, [.. state.Initial!]);
        for (int i = 0; i < 12; i++)
        {
            float[] x = Scaled(i), y = new float[SmallNetwork.Classes];
            TensorData image = TensorData.Floats(new Shape(1, 3, 8, 8), x);
            IReadOnlyList<TensorData> expected = Evaluator.Run(graph, state.Input == 0 ? [ranges, image] : [image, ranges]);
            ranges = expected[state.Output];
            stream.Run([x], [y]);
            Assert.Equal(expected[1 - state.Output].ToFloats(), y);
            Assert.Equal(ranges.ToFloats(), stream.State);
            other.Run([Scaled(11 - i)], [y]);
        }
    }

    [SkippableFact]
    public void ONNX_Runtime_computes_the_same_with_the_state_as_input_and_output()
    {
        byte[] onnx = Network();
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        using NetworkStream stream = network.CreateStream();
        using var runtime = new Ort(onnx);
        Array ranges = stream.State;
        for (int i = 0; i < 12; i++)
        {
            float[] x = Scaled(i), y = new float[SmallNetwork.Classes];
            float[][] expected = runtime.Run(network, [x, ranges]);
            ranges = expected[1];
            stream.Run([x], [y]);

            // The float sums of a pool come in another order.
            Assert.All(expected[1].Zip((float[])stream.State), pair => Assert.Equal(pair.First, pair.Second, 1e-6f * (1 + MathF.Abs(pair.First))));
            Assert.All(expected[0].Zip(y), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void Properties_that_do_not_fit_are_refused()
    {
        byte[] onnx = new OnnxBuilder().Input("x", ElementType.Float32, 4).Node("Relu", ["x"], ["y"]).Output("y").Build();
        CompiledModel With(string key, string value)
        {
            Compiler.Onnx.OnnxModel model = Compiler.Onnx.OnnxReader.Read(onnx);
            byte[] bytes = Compiler.Onnx.OnnxWriter.Write(model with { Properties = new Dictionary<string, string> { ["octavo.state.x"] = "y", [key] = value } });
            return ModelCompiler.Compile(new ModelSource("state.onnx", bytes), new CompilerOptions("Network"));
        }

        Assert.Contains("class Stream", With("author", "somebody").Source);
        Assert.Contains("octavo.state.x", Assert.Throws<ModelException>(() => With("octavo.state.x", "z")).Message);
        Assert.Contains("octavo.initial.x", Assert.Throws<ModelException>(() => With("octavo.initial.x", "1 2 3")).Message);
        Assert.Contains("octavo.initial.x", Assert.Throws<ModelException>(() => With("octavo.initial.x", "1 2 3 four")).Message);
    }

    /// <summary>Louder and quieter pieces of a stream.</summary>
    private static float[] Scaled(int i) => [.. SmallNetwork.Sample(i).Select(v => v * (1 + (i % 4)) / 2)];

    private static byte[] Network() => SmallNetwork.Quantize(new QuantizationSettings { Mode = QuantizationMode.Dynamic, Adaptation = 0.1 }).Onnx;

    /// <summary>x [1, 4] times [4, 2], y0 = x0 and y1 = -x1, calibrated on one sample.</summary>
    private static byte[] Product(double adaptation, float[] sample)
    {
        byte[] onnx = new OnnxBuilder(13).Input("x", ElementType.Float32, 1, 4)
            .Initializer("w", [4, 2], 1f, 0f, 0f, -1f, 0f, 0f, 0f, 0f).Node("MatMul", ["x", "w"], ["y"]).Output("y", ElementType.Float32, 1, 2).Build();
        var source = new ModelSource("product.onnx", onnx);
        var statistics = new TensorStatistics();
        Assert.True(statistics.Add(sample, new Shape(1, 4)));
        var calibration = new CalibrationData
        {
            Model = source.FileName, Sha256 = CalibrationData.HashOf(onnx), Samples = 1, Settings = new QuantizationSettings(), Tensors = new Dictionary<string, TensorStatistics> { ["x"] = statistics },
        };
        var settings = new QuantizationSettings { Mode = QuantizationMode.Dynamic, Adaptation = adaptation, Method = RangeMethod.Minmax };
        return ModelQuantizer.Quantize(source, calibration, settings, new CompilerOptions("Network")).Onnx;
    }
}
