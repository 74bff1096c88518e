using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>A tensor in native memory that ONNX Runtime reads or writes in place, run after run.</summary>
internal sealed unsafe class OrtTensor : IDisposable
{
    private const nuint Alignment = 64;

    private readonly OrtApi _api;
    private readonly OrtElementType _element;
    private readonly int _length;
    private readonly nuint _bytes;
    private readonly void* _data;

    public OrtTensor(OrtApi api, nint memory, OrtTensorType type)
    {
        long[] shape = type.SingleShape;
        long length = 1;
        foreach (long dimension in shape)
        {
            length = checked(length * dimension);
        }

        _api = api;
        _element = type.Element;
        _length = checked((int)length);
        _bytes = (nuint)_element.Size() * (nuint)_length;
        _data = NativeMemory.AlignedAlloc(Math.Max(_bytes, 1), Alignment);
        NativeMemory.Clear(_data, _bytes);
        Handle = api.CreateTensor(memory, _data, _bytes, shape, _element);
    }

    public nint Handle { get; }

    public void Write(Array values)
    {
        if (values.Length != _length)
        {
            throw new ArgumentException($"The tensor has {_length} elements, not {values.Length}.", nameof(values));
        }

        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(values))
        {
            Unsafe.CopyBlock(_data, source, checked((uint)_bytes));
        }
    }

    public Array Read()
    {
        var values = _element.NewArray(_length);
        fixed (byte* target = &MemoryMarshal.GetArrayDataReference(values))
        {
            Unsafe.CopyBlock(target, _data, checked((uint)_bytes));
        }

        return values;
    }

    public void Dispose()
    {
        _api.ReleaseTensor(Handle);
        NativeMemory.AlignedFree(_data);
    }
}
