using System.Collections.Generic;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Comparison;

/// <summary>Runs networks in Octavo and in ONNX Runtime, each in its own process, on the same inputs and by turns.</summary>
internal sealed class NetworkComparison(ComparisonOptions options)
{
    /// <summary>One result for each number of threads.</summary>
    /// <exception cref="RefusedException">One of the runtimes does not take the network.</exception>
    public IEnumerable<NetworkResult> Run(NetworkCase network)
    {
        string[] clock = options.ProcessorTime ? ["--processor-time"] : [];
        string[] shapes = network.InputShapes is null ? [] : ["--input-shapes", network.InputShapes];
        using var octavo = new WorkerProcess([WorkerCommand.Octavo, network.ModelPath, .. shapes, .. clock]);
        using var onnxRuntime = new WorkerProcess([WorkerCommand.OnnxRuntime, network.ModelPath, .. clock]);
        var facts = octavo.Load();
        onnxRuntime.Load();
        var inputs = network.Runs.Count > 0 ? network.Runs[0].Inputs : RandomInputs.For(facts.Inputs);
        var runs = network.Runs.Count > 0 ? network.Runs : [new RecordedRun(inputs, Reference(network, inputs))];
        foreach (int threads in options.Threads)
        {
            octavo.Open(threads);
            onnxRuntime.Open(threads);
            onnxRuntime.Infer(inputs);
            var agreement = Agreement.Of(facts.Outputs, runs.Select(run => (octavo.Infer(run.Inputs), run.Outputs)));
            octavo.Infer(inputs);
            double allocated = octavo.AllocatedBytes();
            var timings = new Alternation(options.Duration).Measure(octavo, onnxRuntime);
            yield return new NetworkResult(network, threads, timings[0], timings[1], allocated, facts, agreement);
        }
    }

    /// <summary>What ONNX Runtime computes when it keeps signed codes: integer kernels throughout.</summary>
    private static byte[][] Reference(NetworkCase network, IReadOnlyList<TensorBytes> inputs)
    {
        using var onnxRuntime = new WorkerProcess(WorkerCommand.OnnxRuntime, network.ModelPath, "--keep-signed");
        onnxRuntime.Load();
        onnxRuntime.Open(threads: 1);
        return onnxRuntime.Infer(inputs);
    }
}
