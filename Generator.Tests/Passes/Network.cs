using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Octavo.Compiler.Reference;

namespace Octavo.Generator.Tests.Passes;

/// <summary>Writes small graphs as an importer would, with deterministic random constants, and runs passes over them.</summary>
internal sealed class Network(int seed = 1)
{
    private readonly Random _random = new(seed);
    private int _count;

    public Graph Graph { get; } = new("network");

    public Value Input(params int[] shape) => Input(ElementType.Float32, shape);

    public Value Input(ElementType element, params int[] shape)
    {
        var input = new Value(Name("input"), new TensorType(element, new Shape(shape)));
        Graph.Inputs.Add(input);
        return input;
    }

    public Network Output(params Value[] values)
    {
        foreach (Value value in values)
        {
            Graph.Outputs.Add(new GraphOutput($"output{Graph.Outputs.Count}", value));
        }

        return this;
    }

    /// <summary>A node with one float output.</summary>
    public Value Apply(Operator op, params Value?[] inputs) => Apply(op, ElementType.Float32, null, inputs);

    public Value Apply(Operator op, ElementType element, Quantization? quantization, params Value?[] inputs) =>
        Graph.Add(op, Name(op.Name), inputs, new TensorType(element, op.InferShapes([.. inputs.Select(v => v?.Shape)])[0], quantization));

    /// <summary>A node whose output has the codes of its first input.</summary>
    public Value Move(Operator op, params Value?[] inputs) => Apply(op, inputs[0]!.Type.Element, inputs[0]!.Type.Quantization, inputs);

    public Value[] Split(Value x, int axis, params int[] sizes)
    {
        var op = new Split(axis, sizes);
        TensorType[] types = [.. op.InferShapes([x.Shape]).Select(s => x.Type with { Shape = s })];
        return [.. Graph.AddNode(op, Name("split"), [x], types).Outputs];
    }

    public Value Quantize(Value x, float scale, int zero, ElementType element = ElementType.UInt8) =>
        Apply(new Quantize(), element, new Quantization(scale, zero), x);

    public Value Dequantize(Value x) => Apply(new Dequantize(), x);

    /// <summary>Quantize and Dequantize.</summary>
    public Value Fake(Value x, float scale = 0.02f, int zero = 128, ElementType element = ElementType.UInt8) =>
        Dequantize(Quantize(x, scale, zero, element));

    public Value Floats(params int[] shape)
    {
        var s = new Shape(shape);
        return new Value(Name("floats"), TensorData.Floats(s, [.. Random(s, () => (float)((_random.NextDouble() * 2) - 1))]));
    }

    public static Value Constant(float value) => new("constant", TensorData.Floats(Shape.Scalar, value));

    public Value Codes(ElementType element, Quantization quantization, params int[] shape)
    {
        var s = new Shape(shape);
        byte[] codes = [.. Random(s, () => (byte)_random.Next(256))];
        return new Value(Name("codes"), new TensorData(element, s, codes), quantization);
    }

    /// <summary>Signed weights with one scale per entry of an axis.</summary>
    public Value PerChannel(int axis, params int[] shape) => Codes(
        ElementType.Int8, new Quantization([.. Enumerable.Range(1, shape[axis]).Select(i => 0.001f + (0.0003f * (i % 7)))], new int[shape[axis]], axis), shape);

    public Value Ints(int bound, params int[] shape)
    {
        var s = new Shape(shape);
        return new Value(Name("ints"), TensorData.Ints(s, [.. Random(s, () => _random.Next(-bound, bound))]));
    }

    public static Window Window(int size, int stride = 1, int pad = 0, int rank = 2) => new()
    {
        Kernel = [.. Enumerable.Repeat(size, rank)],
        Strides = [.. Enumerable.Repeat(stride, rank)],
        Dilations = [.. Enumerable.Repeat(1, rank)],
        PadsBegin = [.. Enumerable.Repeat(pad, rank)],
        PadsEnd = [.. Enumerable.Repeat(pad, rank)],
    };

    /// <summary>A float convolution of dequantized operands with a float bias; group 0 is depthwise.</summary>
    public Value Conv(Value x, int channels, int size = 1, int stride = 1, int group = 1)
    {
        int groups = group == 0 ? x.Shape[1] : group;
        Value w = Dequantize(PerChannel(0, channels, x.Shape[1] / groups, size, size));
        return Apply(new Conv { Window = Window(size, stride, size / 2), Group = groups }, x, w, Floats(channels));
    }

    /// <summary>Random inputs, the same for every graph with the same inputs.</summary>
    public static TensorData[] Inputs(Graph graph, int seed = 7)
    {
        var random = new Random(seed);
        return [.. graph.Inputs.Select(v => v.Type.Element == ElementType.Float32
            ? TensorData.Floats(v.Shape, [.. Enumerable.Range(0, (int)v.Shape.Length).Select(_ => (float)((random.NextDouble() * 4) - 2))])
            : new TensorData(v.Type.Element, v.Shape, [.. Enumerable.Range(0, (int)v.Shape.Length * v.Type.Element.Size()).Select(_ => (byte)random.Next(256))]))];
    }

    public IReadOnlyList<TensorData> Run() => Evaluator.Run(Graph, Inputs(Graph));

    /// <summary>Runs the passes up to the one named, all of them by default.</summary>
    public Network Through(string? pass = null)
    {
        Pipeline.RunThrough(Graph, pass ?? Pipeline.Names[^1]);
        return this;
    }

    private IEnumerable<T> Random<T>(Shape shape, Func<T> next) => Enumerable.Range(0, (int)shape.Length).Select(_ => next()).ToArray();

    private string Name(string kind) => $"{kind}{_count++}";
}
