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
    public static string[] MatchesReference(OnnxBuilder builder, params TensorData[] inputs)
    {
        CompiledModel model = ModelCompiler.Compile(builder.Source(), Lowered.Options);
        IReadOnlyList<TensorData> expected = Evaluator.Run(OnnxImporter.Import(builder.Source(), Lowered.Options).Graph, inputs);
        string[] kernels = [.. model.Plan.Layers.Select(l => l.Kernel)];
        using CompiledNetwork network = CompiledNetwork.Load(model, Lowered.Options);
        Array[] arrays = [.. inputs.Select(Lowered.ToArray)];
        Compare(expected, network.Run(arrays), kernels);

        using NetworkInstance instance = network.CreateInstance(threads: 3);
        Array[] outputs = [.. network.Outputs.Select(o => o.NewArray(1))];
        instance.Run(arrays, outputs);
        Compare(expected, outputs, kernels);
        return kernels;
    }

    private static void Compare(IReadOnlyList<TensorData> expected, Array[] actual, string[] kernels)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            byte[] bytes = new byte[Buffer.ByteLength(actual[i])];
            Buffer.BlockCopy(actual[i], 0, bytes, 0, bytes.Length);
            int same = expected[i].Bytes.AsSpan().CommonPrefixLength(bytes) / expected[i].Element.Size();
            Assert.True(
                expected[i].Bytes.AsSpan().SequenceEqual(bytes),
                $"output {i} differs at element {same}: expected {(same < expected[i].Length ? expected[i].FloatAt(same) : "nothing")}\n{string.Join("\n", kernels)}");
        }
    }
}
