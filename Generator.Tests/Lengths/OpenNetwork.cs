using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>A model compiled for a range of lengths, beside the same model compiled for one.</summary>
internal sealed class OpenNetwork : IDisposable
{
    private readonly OnnxBuilder _builder;
    private readonly string _shapes;
    private readonly CompiledNetwork _network;
    private readonly Random _random = new(5);

    /// <param name="builder">The model.</param>
    /// <param name="shapes">The option InputShapes, in which <c>{}</c> stands for the length.</param>
    /// <param name="range">The lengths: <c>1..40</c>.</param>
    public OpenNetwork(OnnxBuilder builder, string shapes, string range)
    {
        _builder = builder;
        _shapes = shapes;
        Model = ModelCompiler.Compile(builder.Source(), At(range));
        _network = CompiledNetwork.Load(Model, At(range));
    }

    public CompiledModel Model { get; }

    public Octavo.Runtime.ModelInfo Info => _network.Info;

    /// <summary>Every length gives the bits that the reference gives for a model of that length, on one thread and on three, and allocates nothing.</summary>
    public OpenNetwork MatchesReference(int least, int most)
    {
        using NetworkInstance one = _network.CreateInstance(), three = _network.CreateInstance(threads: 3);
        for (int length = most; length >= least; length--)
        {
            Graph graph = OnnxImporter.Import(_builder.Source(), At($"{length}")).Graph;
            TensorData[] inputs = [.. graph.Inputs.Select(i => Random(i))];
            Array[] arrays = [.. inputs.Select(Lowered.ToArray)];
            byte[][] expected = [.. Evaluator.Run(graph, inputs).Select(o => o.Bytes)];
            foreach (NetworkInstance instance in new[] { one, three })
            {
                Array[] outputs = [.. graph.Outputs.Select((o, i) => Array.CreateInstance(_network.Outputs[i].ElementType, o.Value.Shape.Length))];
                instance.Run(arrays, outputs);
                for (int i = 0; i < outputs.Length; i++)
                {
                    byte[] actual = Bytes(outputs[i]);
                    Assert.True(
                        expected[i].AsSpan().SequenceEqual(actual),
                        $"output {i} at length {length} differs at byte {expected[i].AsSpan().CommonPrefixLength(actual)}\n{string.Join("\n", Model.Plan.Layers.Select(l => l.Kernel))}\n{Model.Source}");
                }
            }
        }

        return this;
    }

    /// <summary>These lengths give the bits that a class compiled for the length alone gives; for networks whose functions the reference rounds otherwise.</summary>
    public OpenNetwork MatchesStatic(params int[] lengths)
    {
        foreach (int length in lengths)
        {
            using CompiledNetwork network = CompiledNetwork.Load(_builder.Source(), At($"{length}"));
            Array[] inputs = [.. OnnxImporter.Import(_builder.Source(), At($"{length}")).Graph.Inputs.Select(i => Lowered.ToArray(Random(i)))];
            Array[] expected = network.Run(inputs), actual = [.. expected.Select(e => Array.CreateInstance(e.GetType().GetElementType()!, e.Length))];
            _network.Run(inputs, actual);
            Assert.All(expected.Zip(actual), pair => Assert.True(
                Bytes(pair.First).AsSpan().SequenceEqual(Bytes(pair.Second)),
                $"length {length} differs at byte {Bytes(pair.First).AsSpan().CommonPrefixLength(Bytes(pair.Second))}\n{string.Join("\n", Model.Plan.Layers.Select(l => l.Kernel))}\n{Model.Source}"));
        }

        return this;
    }

    public void Run(Array[] inputs, Array[] outputs) => _network.Run(inputs, outputs);

    public void Dispose() => _network.Dispose();

    private static byte[] Bytes(Array array)
    {
        byte[] bytes = new byte[Buffer.ByteLength(array)];
        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private CompilerOptions At(string length) => Lowered.Options with { InputShapes = _shapes.Replace("{}", length, StringComparison.Ordinal) };

    /// <summary>Random elements; integers are small, so that they can be indices.</summary>
    private TensorData Random(Value input)
    {
        TensorData data = Lowered.Random(_random, input.Type.Element, input.Shape.ToArray());
        if (input.Type.Element == ElementType.Int64)
        {
            foreach (ref long value in data.As<long>())
            {
                value = Math.Abs(value % 7);
            }
        }

        return data;
    }
}
