using System;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>ONNX's numbers for element types.</summary>
internal enum OrtElementType
{
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
    Float64 = 11,
    UInt32 = 12,
    UInt64 = 13,
}

internal static class OrtElementTypes
{
    public static int Size(this OrtElementType type) => type switch
    {
        OrtElementType.UInt8 or OrtElementType.Int8 or OrtElementType.Bool => 1,
        OrtElementType.UInt16 or OrtElementType.Int16 or OrtElementType.Float16 => 2,
        OrtElementType.Float32 or OrtElementType.Int32 or OrtElementType.UInt32 => 4,
        _ => 8,
    };

    public static Array NewArray(this OrtElementType type, int length) => type switch
    {
        OrtElementType.Float32 => new float[length],
        OrtElementType.UInt8 => new byte[length],
        OrtElementType.Int8 => new sbyte[length],
        OrtElementType.UInt16 => new ushort[length],
        OrtElementType.Int16 => new short[length],
        OrtElementType.Int32 => new int[length],
        OrtElementType.Int64 => new long[length],
        OrtElementType.Bool => new bool[length],
        OrtElementType.Float16 => new Half[length],
        OrtElementType.Float64 => new double[length],
        OrtElementType.UInt32 => new uint[length],
        OrtElementType.UInt64 => new ulong[length],
        _ => throw new NotSupportedException($"Element type {type} has no array."),
    };
}
