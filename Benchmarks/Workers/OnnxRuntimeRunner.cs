using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Benchmarks.OnnxRuntime;

namespace Octavo.Benchmarks.Workers;

/// <summary>A network in ONNX Runtime.</summary>
/// <param name="keepSigned">See <see cref="OrtSession.Open"/>.</param>
internal sealed class OnnxRuntimeRunner(string path, bool keepSigned) : INetworkRunner
{
    private readonly OrtEnvironment _environment = OrtEnvironment.Create();
    private OrtSession? _session;

    public NetworkFacts Facts { get; } = new([], [], 0, 0, 0);

    public void Open(int number)
    {
        _session?.Dispose();
        try
        {
            _session = OrtSession.Open(_environment, path, threads: number, keepSigned);
        }
        catch (InvalidOperationException e)
        {
            throw new RefusedException(e.Message);
        }
    }

    public byte[][] Infer(IReadOnlyList<TensorBytes> inputs)
    {
        _session!.SetInputs([.. inputs.Select(input => (input.Shape.Select(d => (long)d).ToArray(), input.Bytes))]);
        _session.Run();
        return _session.GetOutputs();
    }

    public void Run(int times) => _session!.Run(times);

    public double AllocatedBytes() => 0;

    public void Dispose()
    {
        _session?.Dispose();
        _environment.Dispose();
    }
}
