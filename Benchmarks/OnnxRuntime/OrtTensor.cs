using System;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>A tensor in native memory that ONNX Runtime reads in place, run after run.</summary>
internal sealed unsafe class OrtTensor : IDisposable
{
    private const nuint Alignment = 64;

    private readonly OrtApi _api;
    private readonly void* _data;

    /// <exception cref="InvalidOperationException">There are too few bytes for the shape.</exception>
    public OrtTensor(OrtApi api, nint memory, OrtElementType element, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        _api = api;
        _data = NativeMemory.AlignedAlloc(Math.Max((nuint)bytes.Length, 1), Alignment);
        bytes.CopyTo(new Span<byte>(_data, bytes.Length));
        Handle = api.CreateTensor(memory, _data, (nuint)bytes.Length, shape, element);
    }

    public nint Handle { get; }

    public void Dispose()
    {
        _api.ReleaseTensor(Handle);
        NativeMemory.AlignedFree(_data);
    }
}
