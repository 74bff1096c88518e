using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>
/// The part of ONNX Runtime's C interface that the benchmarks need: a table of function pointers, called by their positions, which never change.
/// Handles are opaque pointers.
/// </summary>
internal sealed unsafe class OrtApi(void** table)
{
    private const int LogErrors = 3;
    private const int AllOptimizations = 99;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    public nint CreateEnvironment()
    {
        nint environment;
        fixed (byte* name = "octavo\0"u8)
        {
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)table[3])(LogErrors, name, &environment));
        }

        return environment;
    }

    public nint CreateOptions(int threads)
    {
        nint options;
        Check(((delegate* unmanaged<nint*, nint>)table[10])(&options));
        Check(((delegate* unmanaged<nint, int, nint>)table[23])(options, AllOptimizations));
        Check(((delegate* unmanaged<nint, int, nint>)table[24])(options, threads));
        return options;
    }

    public void AddConfiguration(nint options, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyText = key, valueText = value)
        {
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)table[130])(options, keyText, valueText));
        }
    }

    public nint CreateSession(nint environment, string path, nint options)
    {
        nint session;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)table[7])(environment, name, options, &session));
        }

        return session;
    }

    public void Run(nint session, byte** inputNames, nint* inputs, int inputCount, byte** outputNames, nint* outputs, int outputCount) =>
        Check(((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)table[9])(
            session, 0, inputNames, inputs, (nuint)inputCount, outputNames, (nuint)outputCount, outputs));

    public OrtTensorType[] Inputs(nint session) => Tensors(session, count: 30, typeInfo: 33, name: 36);

    public OrtTensorType[] Outputs(nint session) => Tensors(session, count: 31, typeInfo: 34, name: 37);

    public nint CreateMemoryInfo()
    {
        nint memory;
        Check(((delegate* unmanaged<int, int, nint*, nint>)table[69])(DeviceAllocator, DefaultMemory, &memory));
        return memory;
    }

    /// <summary>A tensor over the caller's memory, which must outlive it.</summary>
    public nint CreateTensor(nint memory, void* data, nuint bytes, ReadOnlySpan<long> shape, OrtElementType type)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, OrtElementType, nint*, nint>)table[49])(
                memory, data, bytes, dimensions, (nuint)shape.Length, type, &value));
        }

        return value;
    }

    /// <summary>A copy of a tensor's elements.</summary>
    public byte[] Bytes(nint tensor)
    {
        nint info;
        OrtElementType element;
        nuint count;
        void* data;
        Check(((delegate* unmanaged<nint, nint*, nint>)table[65])(tensor, &info));
        Check(((delegate* unmanaged<nint, OrtElementType*, nint>)table[60])(info, &element));
        Check(((delegate* unmanaged<nint, nuint*, nint>)table[64])(info, &count));
        Release(99, info);
        Check(((delegate* unmanaged<nint, void**, nint>)table[51])(tensor, &data));
        return new ReadOnlySpan<byte>(data, checked((int)count * element.Size())).ToArray();
    }

    /// <summary>A tensor's dimensions.</summary>
    public long[] Shape(nint tensor)
    {
        nint info;
        nuint rank;
        Check(((delegate* unmanaged<nint, nint*, nint>)table[65])(tensor, &info));
        Check(((delegate* unmanaged<nint, nuint*, nint>)table[61])(info, &rank));
        var shape = new long[(int)rank];
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, long*, nuint, nint>)table[62])(info, dimensions, rank));
        }

        Release(99, info);
        return shape;
    }

    public void ReleaseEnvironment(nint handle) => Release(92, handle);

    public void ReleaseMemoryInfo(nint handle) => Release(94, handle);

    public void ReleaseSession(nint handle) => Release(95, handle);

    public void ReleaseTensor(nint handle) => Release(96, handle);

    public void ReleaseOptions(nint handle) => Release(100, handle);

    private OrtTensorType[] Tensors(nint session, int count, int typeInfo, int name)
    {
        nuint length;
        nint allocator;
        Check(((delegate* unmanaged<nint, nuint*, nint>)table[count])(session, &length));
        Check(((delegate* unmanaged<nint*, nint>)table[78])(&allocator));
        var tensors = new OrtTensorType[(int)length];
        for (nuint i = 0; i < length; i++)
        {
            byte* text;
            nint info;
            Check(((delegate* unmanaged<nint, nuint, nint, byte**, nint>)table[name])(session, i, allocator, &text));
            Check(((delegate* unmanaged<nint, nuint, nint*, nint>)table[typeInfo])(session, i, &info));
            tensors[i] = Describe(Marshal.PtrToStringUTF8((nint)text)!, info);
            Release(98, info);
        }

        return tensors;
    }

    private OrtTensorType Describe(string name, nint typeInfo)
    {
        nint tensor;
        OrtElementType element;
        Check(((delegate* unmanaged<nint, nint*, nint>)table[55])(typeInfo, &tensor));
        if (tensor == 0)
        {
            throw new NotSupportedException($"'{name}' is not a tensor.");
        }

        Check(((delegate* unmanaged<nint, OrtElementType*, nint>)table[60])(tensor, &element));
        return new OrtTensorType(name, element);
    }

    private void Release(int position, nint handle) => ((delegate* unmanaged<nint, void>)table[position])(handle);

    private void Check(nint status)
    {
        if (status != 0)
        {
            string message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<nint, byte*>)table[2])(status))!;
            Release(93, status);
            throw new InvalidOperationException("ONNX Runtime: " + message);
        }
    }
}
