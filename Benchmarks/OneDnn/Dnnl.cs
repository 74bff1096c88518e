using System;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.OneDnn;

/// <summary>
/// The part of oneDNN's C interface, version 2, that a convolution needs. Descriptors are structures that the library fills and the caller need not
/// understand: bytes here, more than enough of them.
/// </summary>
internal static unsafe partial class Dnnl
{
    public const int MemoryDescriptorBytes = 2048;
    public const int OperationDescriptorBytes = 16384;

    public const int S32 = 4;
    public const int S8 = 5;
    public const int U8 = 6;

    public const int AnyFormat = 1;
    public const int Vector = 2;
    public const int ChannelsFirst = 5;
    public const int GroupsFirst = 7;
    public const int ChannelsLast = 20;

    public const int ForwardInference = 96;
    public const int AutomaticConvolution = 3;
    public const int Relu = 31;
    public const int UserScratchpad = 1;

    public const int WeightsDescriptor = 131;
    public const int ScratchpadDescriptor = 136;

    public const int Source = 1;
    public const int Destination = 17;
    public const int WeightsArgument = 33;
    public const int Bias = 41;
    public const int Scratchpad = 80;

    private const string Library = "libdnnl.so.2";

    /// <summary>A processor, and a queue of work for it.</summary>
    private const int Processor = 1;

    private const int InOrder = 1;

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Memory that the library allocates.</summary>
    public static nint Allocated => -1;

    public static nint CreateEngine()
    {
        Check(EngineCreate(out nint engine, Processor, 0));
        return engine;
    }

    public static nint CreateStream(nint engine)
    {
        Check(StreamCreate(out nint stream, engine, InOrder));
        return stream;
    }

    /// <exception cref="InvalidOperationException">The library refused.</exception>
    public static void Check(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"oneDNN: status {status}");
        }
    }

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_tag")]
    public static partial int DescribeMemory(byte* descriptor, int rank, long* dimensions, int type, int format);

    [LibraryImport(Library, EntryPoint = "dnnl_convolution_forward_desc_init")]
    public static partial int DescribeConvolution(
        byte* descriptor, int kind, int algorithm, byte* source, byte* weights, byte* bias, byte* destination, long* strides, long* paddingBefore, long* paddingAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_create")]
    public static partial int CreateAttributes(out nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_set_output_scales")]
    public static partial int SetOutputScales(nint attributes, long count, int mask, float* scales);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_set_scratchpad_mode")]
    public static partial int SetScratchpadMode(nint attributes, int mode);

    [LibraryImport(Library, EntryPoint = "dnnl_post_ops_create")]
    public static partial int CreatePostOperations(out nint operations);

    [LibraryImport(Library, EntryPoint = "dnnl_post_ops_append_eltwise")]
    public static partial int AppendActivation(nint operations, float scale, int algorithm, float alpha, float beta);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_set_post_ops")]
    public static partial int SetPostOperations(nint attributes, nint operations);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_create")]
    public static partial int DescribePrimitive(out nint primitive, byte* operation, nint attributes, nint engine, nint hint);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query_md")]
    public static partial byte* QueryMemory(nint primitive, int what, int index);

    [LibraryImport(Library, EntryPoint = "dnnl_reorder_primitive_desc_create")]
    public static partial int DescribeReorder(out nint primitive, byte* source, nint sourceEngine, byte* destination, nint destinationEngine, nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_create")]
    public static partial int CreatePrimitive(out nint primitive, nint description);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_create")]
    public static partial int CreateMemory(out nint memory, byte* descriptor, nint engine, nint data);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_get_data_handle")]
    public static partial int GetData(nint memory, out byte* data);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_execute")]
    public static partial int Execute(nint primitive, nint stream, int count, Argument* arguments);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_wait")]
    public static partial int Wait(nint stream);

    [LibraryImport(Library, EntryPoint = "dnnl_engine_create")]
    private static partial int EngineCreate(out nint engine, int kind, nuint index);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_create")]
    private static partial int StreamCreate(out nint stream, nint engine, uint flags);

    /// <summary>What a primitive reads or writes, and where.</summary>
    public struct Argument
    {
        public int Kind;
        public nint Memory;
    }
}
