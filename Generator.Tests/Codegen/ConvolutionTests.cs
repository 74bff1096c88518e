using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Generated convolutions against the reference, bit for bit, over awkward geometries.</summary>
public sealed class ConvolutionTests
{
    public static TheoryData<string> Cases => new(Geometries.Keys);

    /// <summary>name → items, height, width, in, out, kernel h, w, strides, dilations, pads (top, left, bottom, right), groups.</summary>
    private static readonly Dictionary<string, Geometry> Geometries = new()
    {
        ["first layer, three channels, stride 2"] = new(1, 9, 11, 3, 16, 3, 3, 2, 1, [1, 1, 1, 1], 1),
        ["first layer, seven by seven"] = new(1, 20, 18, 3, 24, 7, 7, 2, 1, [3, 3, 2, 2], 1),
        ["pointwise"] = new(1, 7, 5, 24, 40, 1, 1, 1, 1, [0, 0, 0, 0], 1),
        ["pointwise, odd channels"] = new(1, 5, 3, 5, 7, 1, 1, 1, 1, [0, 0, 0, 0], 1),
        ["pointwise, stride 2"] = new(1, 6, 6, 8, 17, 1, 1, 2, 1, [0, 0, 0, 0], 1),
        ["three by three"] = new(1, 14, 14, 16, 33, 3, 3, 1, 1, [1, 1, 1, 1], 1),
        ["dilated"] = new(1, 9, 9, 6, 16, 3, 3, 1, 2, [2, 2, 2, 2], 1),
        ["asymmetric pads"] = new(1, 8, 7, 4, 8, 2, 3, 1, 1, [0, 2, 1, 0], 1),
        ["one pixel"] = new(1, 1, 1, 20, 10, 3, 3, 1, 1, [1, 1, 1, 1], 1),
        ["one channel"] = new(1, 6, 6, 1, 4, 3, 3, 1, 1, [1, 1, 1, 1], 1),
        ["several items"] = new(3, 5, 4, 7, 9, 3, 3, 1, 1, [1, 1, 1, 1], 1),
        ["groups"] = new(1, 6, 5, 12, 20, 3, 3, 1, 1, [1, 1, 1, 1], 4),
        ["groups, stride 2"] = new(2, 7, 7, 32, 48, 3, 3, 2, 1, [1, 1, 1, 1], 2),
        ["depthwise"] = new(1, 7, 9, 24, 24, 3, 3, 1, 1, [1, 1, 1, 1], 24),
        ["depthwise, stride 2, odd channels"] = new(1, 9, 9, 13, 13, 3, 3, 2, 1, [1, 1, 1, 1], 13),
        ["depthwise, five by five, dilated"] = new(1, 12, 10, 40, 40, 5, 5, 1, 2, [4, 4, 4, 4], 40),
        ["depthwise multiplier"] = new(1, 5, 5, 6, 12, 3, 3, 1, 1, [1, 1, 1, 1], 6),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Codes(string name)
    {
        Geometry g = Geometries[name];
        var random = new Random(name.GetHashCode(StringComparison.Ordinal) & 0xFFFF);
        var graph = new Graph(name);
        Value x = g.Input(graph, zeroPoint: 131);
        // Three forms of weights: symmetric per channel, with zero points per channel, and one whose zero point cannot be folded.
        foreach ((int low, int high, Func<int, int> zero) in new (int, int, Func<int, int>)[] { (-127, 127, _ => 0), (-100, 90, c => c % 5), (-128, 127, c => 40 - c) })
        {
            Value w = g.Weights(random, low, high, zero);
            Value bias = Bias(random, g.Out);
            TensorType y = g.OutputType(new Quantization(g.OutputScale, 77));
            graph.Outputs.Add(new GraphOutput("y" + graph.Outputs.Count, graph.Add(g.Conv() with { Clamp = low == -100 ? new Clamp(77, 200) : null }, "conv" + graph.Outputs.Count, [x, w, bias], y)));
        }

        Lowered.AssertMatchesReference(graph, Lowered.Random(random, ElementType.UInt8, x.Shape.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Blocks_of_zeros(string name)
    {
        Geometry g = Geometries[name];
        var random = new Random(name.Length);
        var graph = new Graph(name);
        Value x = g.Input(graph, zeroPoint: 131);
        Value residual = new("residual", g.OutputType(new Quantization(0.31f, 120)));
        graph.Inputs.Add(residual);
        // Only the first row of the kernel and the first four channels have weights; where a zero stands for another number, blocks of zeros count.
        foreach (int zero in new[] { 0, 3 })
        {
            Value w = g.Weights(random, -127, 127, _ => zero);
            g.KeepFirst(w.Data!.As<sbyte>());
            graph.Outputs.Add(new GraphOutput($"y{zero}", graph.Add(g.Conv(), $"conv{zero}", [x, w, Bias(random, g.Out)], g.OutputType(new Quantization(g.OutputScale, 77)))));
            graph.Outputs.Add(new GraphOutput($"f{zero}", graph.Add(g.Conv(), $"float{zero}", [x, w], new TensorType(ElementType.Float32, g.OutputShape))));
            Conv plus = g.Conv() with { Residual = new Residual(ElementType.UInt8, new Quantization(g.OutputScale * 1.7f, 99), new Clamp(10, 250), zero == 0) };
            graph.Outputs.Add(new GraphOutput($"r{zero}", graph.Add(plus, $"plus{zero}", [x, w, Bias(random, g.Out), residual], g.OutputType(new Quantization(g.OutputScale, 128)))));
        }

        Lowered.AssertMatchesReference(graph, Lowered.Random(random, ElementType.UInt8, x.Shape.ToArray()), Lowered.Random(random, ElementType.UInt8, residual.Shape.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Residuals(string name)
    {
        Geometry g = Geometries[name];
        var random = new Random(name.Length);
        var graph = new Graph(name);
        Value x = g.Input(graph, zeroPoint: 3);
        Value residual = new("residual", g.OutputType(new Quantization(0.31f, 120)));
        graph.Inputs.Add(residual);
        foreach (bool first in new[] { false, true })
        {
            Conv conv = g.Conv() with { Residual = new Residual(ElementType.UInt8, new Quantization(g.OutputScale * 1.7f, 99), new Clamp(10, 250), first) };
            TensorType y = g.OutputType(new Quantization(g.OutputScale, 128));
            graph.Outputs.Add(new GraphOutput("y" + first, graph.Add(conv, "conv" + first, [x, g.Weights(random, -127, 127, _ => 0), Bias(random, g.Out), residual], y)));
        }

        Lowered.AssertMatchesReference(graph, Lowered.Random(random, ElementType.UInt8, x.Shape.ToArray()), Lowered.Random(random, ElementType.UInt8, residual.Shape.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatResults(string name)
    {
        Geometry g = Geometries[name];
        var random = new Random(name.Length);
        var graph = new Graph(name);
        Value x = g.Input(graph, zeroPoint: 255);
        Value bias = new("bias", Lowered.Random(random, ElementType.Float32, g.Out));
        var y = new TensorType(ElementType.Float32, g.OutputShape);
        graph.Outputs.Add(new GraphOutput("y", graph.Add(g.Conv(), "conv", [x, g.Weights(random, -127, 127, _ => 0), bias], y)));
        graph.Outputs.Add(new GraphOutput("z", graph.Add(g.Conv() with { Activation = new FloatClamp(0, 6) }, "conv2", [x, g.Weights(random, -127, 127, _ => 3)], y)));
        Lowered.AssertMatchesReference(graph, Lowered.Random(random, ElementType.UInt8, x.Shape.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Floats(string name)
    {
        Geometry g = Geometries[name];
        var random = new Random(name.Length);
        var graph = new Graph(name);
        Value x = new("x", new TensorType(ElementType.Float32, g.InputShape));
        graph.Inputs.Add(x);
        Value w = new("w", Lowered.Random(random, ElementType.Float32, g.WeightShape)), bias = new("bias", Lowered.Random(random, ElementType.Float32, g.Out));
        var y = new TensorType(ElementType.Float32, g.OutputShape);
        graph.Outputs.Add(new GraphOutput("y", graph.Add(g.Conv(), "conv", [x, w, bias], y)));
        graph.Outputs.Add(new GraphOutput("z", graph.Add(g.Conv() with { Activation = new FloatClamp(0, 6) }, "conv2", [x, w], y)));
        Lowered.AssertMatchesReference(graph, Lowered.Random(random, ElementType.Float32, x.Shape.ToArray()));
    }

    [Fact]
    public void Extreme_codes_do_not_saturate()
    {
        var g = new Geometry(1, 4, 4, 64, 32, 3, 3, 1, 1, [1, 1, 1, 1], 1);
        var graph = new Graph("extreme");
        Value x = g.Input(graph, zeroPoint: 0);
        byte[] codes = Enumerable.Repeat(unchecked((byte)-128), 32 * 64 * 9).ToArray();
        Value w = new("w", new TensorData(ElementType.Int8, new Shape(g.WeightShape), codes), new Quantization(0.5f, 0));
        graph.Outputs.Add(new GraphOutput("y", graph.Add(g.Conv(), "conv", [x, w], new TensorType(ElementType.Float32, g.OutputShape))));
        var input = new TensorData(ElementType.UInt8, x.Shape);
        input.Bytes.AsSpan().Fill(255);
        Lowered.AssertMatchesReference(graph, input);
    }

    private static Value Bias(Random random, int count) =>
        new("bias", TensorData.Ints(new Shape(count), [.. Enumerable.Range(0, count).Select(_ => random.Next(-9000, 9000))]));

    private sealed record Geometry(int Items, int Height, int Width, int In, int Out, int KernelHeight, int KernelWidth, int Stride, int Dilation, int[] Pads, int Groups)
    {
        public Shape InputShape => new(Items, Height, Width, In);

        public int[] WeightShape => [Out, In / Groups, KernelHeight, KernelWidth];

        public Shape OutputShape => Conv().InferShapes([InputShape, new Shape(WeightShape)])[0];

        /// <summary>A scale that spreads the results of random codes over the output's range.</summary>
        public float OutputScale => 0.02f * 0.01f * 5000 * MathF.Sqrt(In / Groups * KernelHeight * KernelWidth) / 60;

        public Value Input(Graph graph, int zeroPoint)
        {
            var x = new Value("x", new TensorType(ElementType.UInt8, InputShape, new Quantization(0.02f, zeroPoint)));
            graph.Inputs.Add(x);
            return x;
        }

        public Value Weights(Random random, int low, int high, Func<int, int> zero)
        {
            var data = new TensorData(ElementType.Int8, new Shape(WeightShape));
            foreach (ref sbyte code in data.As<sbyte>())
            {
                code = (sbyte)random.Next(low, high + 1);
            }

            float[] scales = [.. Enumerable.Range(0, Out).Select(_ => 0.005f + (random.NextSingle() * 0.01f))];
            return new Value("w", data, new Quantization(scales, [.. Enumerable.Range(0, Out).Select(zero)], axis: 0));
        }

        /// <summary>Sets all weights to zero but those of the first row and the first four channels.</summary>
        public void KeepFirst(Span<sbyte> weights)
        {
            int taps = KernelHeight * KernelWidth;
            for (int i = 0; i < weights.Length; i++)
            {
                if (i % taps >= KernelWidth || i / taps % (In / Groups) >= 4)
                {
                    weights[i] = 0;
                }
            }
        }

        public TensorType OutputType(Quantization quantization) => new(ElementType.UInt8, OutputShape, quantization);

        public Conv Conv() => new()
        {
            Window = new Window
            {
                Kernel = [KernelHeight, KernelWidth],
                Strides = [Stride, Stride],
                Dilations = [Dilation, Dilation],
                PadsBegin = [Pads[0], Pads[1]],
                PadsEnd = [Pads[2], Pads[3]],
            },
            Group = Groups,
            ChannelsLast = true,
        };
    }
}
