namespace Octavo.Compiler.Onnx;

/// <summary>The numbers that ONNX gives to element types.</summary>
internal static class OnnxDataType
{
    private static readonly string[] Names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double", "uint32", "uint64",
        "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1",
        "float8e8m0", "uint2", "int2",
    ];

    /// <summary>The element type, or null when Octavo has none for it.</summary>
    public static ElementType? ToElementType(long dataType) => dataType switch
    {
        1 => ElementType.Float32,
        2 => ElementType.UInt8,
        3 => ElementType.Int8,
        4 => ElementType.UInt16,
        5 => ElementType.Int16,
        6 => ElementType.Int32,
        7 => ElementType.Int64,
        9 => ElementType.Bool,
        10 => ElementType.Float16,
        11 => ElementType.Float64,
        12 => ElementType.UInt32,
        13 => ElementType.UInt64,
        16 => ElementType.BFloat16,
        17 => ElementType.Float8E4M3FN,
        18 => ElementType.Float8E4M3FNUZ,
        19 => ElementType.Float8E5M2,
        20 => ElementType.Float8E5M2FNUZ,
        21 => ElementType.UInt4,
        22 => ElementType.Int4,
        23 => ElementType.Float4E2M1,
        24 => ElementType.Float8E8M0,
        25 => ElementType.UInt2,
        26 => ElementType.Int2,
        _ => null,
    };

    public static int FromElementType(ElementType element) => element switch
    {
        ElementType.Float32 => 1,
        ElementType.UInt8 => 2,
        ElementType.Int8 => 3,
        ElementType.UInt16 => 4,
        ElementType.Int16 => 5,
        ElementType.Int32 => 6,
        ElementType.Int64 => 7,
        ElementType.Bool => 9,
        ElementType.Float16 => 10,
        ElementType.Float64 => 11,
        ElementType.UInt32 => 12,
        ElementType.UInt64 => 13,
        ElementType.BFloat16 => 16,
        ElementType.Float8E4M3FN => 17,
        ElementType.Float8E4M3FNUZ => 18,
        ElementType.Float8E5M2 => 19,
        ElementType.Float8E5M2FNUZ => 20,
        ElementType.UInt4 => 21,
        ElementType.Int4 => 22,
        ElementType.Float4E2M1 => 23,
        ElementType.Float8E8M0 => 24,
        ElementType.UInt2 => 25,
        _ => 26,
    };

    /// <summary>The standard's name of a data type, for messages.</summary>
    public static string Name(long dataType) => dataType >= 0 && dataType < Names.Length ? Names[dataType] : $"data type {dataType}";
}
