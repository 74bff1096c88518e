using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.OnnxRuntime;
using Octavo.Compiler;
using Octavo.Harness;

namespace Octavo.Benchmarks.Models;

/// <summary>Runs one network in Octavo and in ONNX Runtime, in this process, on the same input.</summary>
internal sealed class NetworkBenchmark(OrtEnvironment onnxRuntime, Alternation alternation, int threads)
{
    private const int AllocationRuns = 50;

    /// <exception cref="ModelException">The compiler refuses the model.</exception>
    public NetworkResult Run(NetworkFolder folder)
    {
        byte[] model = File.ReadAllBytes(folder.ModelPath);
        using var network = CompiledNetwork.Load(new ModelSource(Path.GetFileName(folder.ModelPath), model, ReadSibling(folder)), collectible: false);
        Array[] inputs = folder.Cases.Count > 0 ? folder.Cases[0].Inputs(network.Inputs) : RandomInputs.For(network.Inputs);
        Array[] outputs = [.. network.Outputs.Select(o => o.NewArray())];

        long start = Stopwatch.GetTimestamp();
        using var instance = network.CreateInstance(threads);
        instance.Run(inputs, outputs);
        double octavoFirst = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        start = Stopwatch.GetTimestamp();
        using var session = OrtSession.Open(onnxRuntime, folder.ModelPath, threads);
        session.SetInputs(inputs);
        session.Run();
        double onnxRuntimeFirst = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var agreement = folder.Cases.Count > 0
            ? Agreement.Of(folder.Cases.Select(c => (network.Run(c.Inputs(network.Inputs)), c.Outputs(network.Outputs))))
            : Agreement.Of([(outputs, session.GetOutputs())]);
        var (octavo, ort) = alternation.Measure(times => instance.Run(inputs, outputs, times), session.Run);
        return new NetworkResult(
            folder.Name,
            threads,
            octavo,
            ort,
            octavoFirst,
            onnxRuntimeFirst,
            AllocatedBytes(network, instance, inputs, outputs),
            network.Info.ArenaBytes,
            network.Info.WeightBytes,
            network.Info.MultiplyAccumulates,
            agreement);
    }

    private static Func<string, byte[]?> ReadSibling(NetworkFolder folder) => name =>
    {
        string path = Path.Combine(Path.GetDirectoryName(folder.ModelPath)!, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    };

    /// <summary>The larger of what the static and the instance call allocate, per inference.</summary>
    private static double AllocatedBytes(CompiledNetwork network, NetworkInstance instance, Array[] inputs, Array[] outputs)
    {
        network.Run(inputs, outputs);
        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < AllocationRuns; i++)
        {
            network.Run(inputs, outputs);
        }

        long middle = GC.GetAllocatedBytesForCurrentThread();
        instance.Run(inputs, outputs, AllocationRuns);
        long end = GC.GetAllocatedBytesForCurrentThread();
        return Math.Max(middle - start, end - middle) / (double)AllocationRuns;
    }
}
