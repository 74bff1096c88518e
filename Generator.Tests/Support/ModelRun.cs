using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Support;

/// <summary>Takes a model of a test through the whole compiler and runs it.</summary>
internal static class ModelRun
{
    /// <summary>The generated code gives the bits that the reference gives for the imported graph, on one thread and on three.</summary>
    /// <returns>The kernels of the layers, in order.</returns>
    public static string[] MatchesReference(OnnxBuilder builder, params TensorData[] inputs) => MatchesReference(builder, 0, inputs);

    /// <summary>The same where elementary functions are involved, which the reference rounds once: floats differ by no more than the tolerance, not at all among threads.</summary>
    public static string[] MatchesReference(OnnxBuilder builder, float tolerance, params TensorData[] inputs)
    {
        CompiledModel model = ModelCompiler.Compile(builder.Source(), Lowered.Options);
        IReadOnlyList<TensorData> expected = Evaluator.Run(OnnxImporter.Import(builder.Source(), Lowered.Options).Graph, inputs);
        string[] kernels = [.. model.Plan.Layers.Select(l => l.Kernel)];
        using CompiledNetwork network = CompiledNetwork.Load(model, Lowered.Options);
        Array[] arrays = [.. inputs.Select(Lowered.ToArray)];
        Array[] single = network.Run(arrays);
        Compare(expected, single, kernels, tolerance);

        using NetworkInstance instance = network.CreateInstance(threads: 3);
        Array[] outputs = [.. network.Outputs.Select(o => o.NewArray(1))];
        instance.Run(arrays, outputs);
        Compare(expected.Zip(single, (e, s) => new TensorData(e.Element, e.Shape, Bytes(s))).ToList(), outputs, kernels);
        return kernels;
    }

    private static void Compare(IReadOnlyList<TensorData> expected, Array[] actual, string[] kernels, float tolerance = 0)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            var result = new TensorData(expected[i].Element, expected[i].Shape, Bytes(actual[i]));
            int same = Enumerable.Range(0, result.Length).TakeWhile(e => Equal(expected[i], result, e, tolerance)).Count();
            Assert.True(
                same == result.Length,
                $"output {i} differs at element {same}: expected {(same < expected[i].Length ? expected[i].FloatAt(same) : "nothing")}\n{string.Join("\n", kernels)}");
        }
    }

    private static bool Equal(TensorData expected, TensorData actual, int index, float tolerance)
    {
        int size = expected.Element.Size();
        return expected.Bytes.AsSpan(index * size, size).SequenceEqual(actual.Bytes.AsSpan(index * size, size))
            || (tolerance > 0 && expected.Element.IsFloat() && Math.Abs(expected.FloatAt(index) - actual.FloatAt(index)) <= tolerance * Math.Max(1, Math.Abs(expected.FloatAt(index))));
    }

    private static byte[] Bytes(Array array)
    {
        byte[] bytes = new byte[Buffer.ByteLength(array)];
        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
