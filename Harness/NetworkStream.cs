using System;

namespace Octavo.Harness;

/// <summary>A stream of a generated class: inferences that go on from each other's state.</summary>
public sealed class NetworkStream : IDisposable
{
    private readonly IDisposable _stream;
    private readonly Action<IDisposable, Array[], Array[]> _run;
    private readonly Action<IDisposable> _reset;
    private readonly Func<IDisposable, Array> _state;

    internal NetworkStream(Type shim, int threads)
    {
        _stream = shim.GetMethod("CreateStream")!.CreateDelegate<Func<int, IDisposable>>()(threads);
        _run = shim.GetMethod("RunStream")!.CreateDelegate<Action<IDisposable, Array[], Array[]>>();
        _reset = shim.GetMethod("ResetStream")!.CreateDelegate<Action<IDisposable>>();
        _state = shim.GetMethod("StreamState")!.CreateDelegate<Func<IDisposable, Array>>();
    }

    /// <summary>A copy of what the next inference goes on from.</summary>
    public float[] State => (float[])_state(_stream);

    public void Run(Array[] inputs, Array[] outputs) => _run(_stream, inputs, outputs);

    public void Reset() => _reset(_stream);

    public void Dispose() => _stream.Dispose();
}
