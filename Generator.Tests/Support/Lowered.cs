using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Compiler;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference;
using Octavo.Conformance.Suites;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Support;

/// <summary>Runs lowered graphs, built in tests, through code generation and compares them with the reference evaluator.</summary>
internal static class Lowered
{
    public static readonly CompilerOptions Options = new("Network");

    /// <summary>Compiles a graph as the passes would leave it. Planning changes the graph: evaluate it before.</summary>
    public static CompiledModel Compile(Graph graph)
    {
        Verifier.Verify(graph, "test");
        var origin = new Origin("test.onnx", graph.Name, "test", 17, new byte[32], new byte[32], ModelCompiler.Version);
        return new CompiledModel(Planner.Plan(graph, Options.ClassName), Options, origin, []);
    }

    /// <summary>The generated code gives the reference's bits, on one thread and on three.</summary>
    public static void AssertMatchesReference(Graph graph, params TensorData[] inputs) => AssertMatchesReference(graph, null, inputs);

    public static void AssertMatchesReference(Graph graph, string? instructionSet, params TensorData[] inputs)
    {
        string printed = graph.ToString();
        IReadOnlyList<TensorData> expected = Evaluator.Run(graph, inputs);
        CompiledModel model = Compile(graph);
        using CompiledNetwork network = CompiledNetwork.Load(model, Options, instructionSet);
        Array[] arrays = [.. inputs.Select(ToArray)];
        AssertEqual(expected, network.Run(arrays), printed);

        using NetworkInstance instance = network.CreateInstance(threads: 3);
        Array[] outputs = [.. network.Outputs.Select(o => o.NewArray(1))];
        instance.Run(arrays, outputs);
        AssertEqual(expected, outputs, "three threads\n" + printed);
    }

    public static Array ToArray(TensorData data) => TensorArrays.ToArray(data);

    /// <summary>Random codes of the whole range, or floats in −2..2.</summary>
    public static TensorData Random(Random random, ElementType element, params int[] shape)
    {
        var data = new TensorData(element, new Shape(shape));
        if (element == ElementType.Float32)
        {
            foreach (ref float value in data.As<float>())
            {
                value = (random.NextSingle() * 4) - 2;
            }
        }
        else
        {
            random.NextBytes(data.Bytes);
        }

        return data;
    }

    private static void AssertEqual(IReadOnlyList<TensorData> expected, Array[] actual, string graph)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            byte[] bytes = new byte[Buffer.ByteLength(actual[i])];
            Buffer.BlockCopy(actual[i], 0, bytes, 0, bytes.Length);
            int size = expected[i].Element.Size();
            int difference = MemoryMarshal.Cast<byte, byte>(expected[i].Bytes).CommonPrefixLength(bytes);
            Assert.True(
                difference == bytes.Length,
                $"output {i} differs at element {difference / size} of {bytes.Length / size}: expected {expected[i].FloatAt(difference / size % Math.Max(1, expected[i].Length))}, got {actual[i].GetValue(Math.Min(difference / size, actual[i].Length - 1))}\n{graph}");
        }
    }
}
