using System;
using Octavo.Compiler;

namespace Octavo.Conformance.Suites;

/// <summary>Tensors as the arrays that generated code takes.</summary>
internal static class TensorArrays
{
    public static Array ToArray(this TensorData data) => data.Element switch
    {
        ElementType.Float32 => data.As<float>().ToArray(),
        ElementType.Float64 => data.As<double>().ToArray(),
        ElementType.Float16 => data.As<Half>().ToArray(),
        ElementType.Int8 => data.As<sbyte>().ToArray(),
        ElementType.UInt16 => data.As<ushort>().ToArray(),
        ElementType.Int16 => data.As<short>().ToArray(),
        ElementType.UInt32 => data.As<uint>().ToArray(),
        ElementType.Int32 => data.As<int>().ToArray(),
        ElementType.UInt64 => data.As<ulong>().ToArray(),
        ElementType.Int64 => data.As<long>().ToArray(),
        ElementType.Bool => data.As<bool>().ToArray(),
        ElementType.BFloat16 => data.As<ushort>().ToArray(),
        ElementType.Int4 or ElementType.Int2 => data.As<sbyte>().ToArray(),
        _ => data.As<byte>().ToArray(),
    };
}
