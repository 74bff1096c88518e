using System;

namespace Octavo.Compiler;

/// <summary>The element types of ONNX tensors that Octavo can hold.</summary>
public enum ElementType
{
    Float32,
    Float64,
    Float16,
    BFloat16,
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Bool,

    // One element of each of these fills a byte in memory, whatever it takes in a file.
    Int4,
    UInt4,
    Int2,
    UInt2,
    Float8E4M3FN,
    Float8E4M3FNUZ,
    Float8E5M2,
    Float8E5M2FNUZ,
    Float8E8M0,
    Float4E2M1,
}

/// <summary>Facts about element types.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Float32 or ElementType.UInt32 or ElementType.Int32 => 4,
        ElementType.Float64 or ElementType.UInt64 or ElementType.Int64 => 8,
        _ => 1,
    };

    /// <summary>The bits that one element takes in a file.</summary>
    public static int Bits(this ElementType type) => type switch
    {
        ElementType.Int4 or ElementType.UInt4 or ElementType.Float4E2M1 => 4,
        ElementType.Int2 or ElementType.UInt2 => 2,
        _ => 8 * type.Size(),
    };

    /// <summary>
    /// The C# type of the type's elements, as generated code writes it. The integers below 8 bits travel in bytes; the floats that C# has no type for, as their bits.
    /// </summary>
    public static string CSharpName(this ElementType type) => type switch
    {
        ElementType.Float32 => "float",
        ElementType.Float64 => "double",
        ElementType.Float16 => "global::System.Half",
        ElementType.UInt8 => "byte",
        ElementType.Int8 => "sbyte",
        ElementType.UInt16 => "ushort",
        ElementType.Int16 => "short",
        ElementType.UInt32 => "uint",
        ElementType.Int32 => "int",
        ElementType.UInt64 => "ulong",
        ElementType.Int64 => "long",
        ElementType.Bool => "bool",
        ElementType.Int4 or ElementType.Int2 => "sbyte",
        ElementType.BFloat16 => "ushort",
        _ => "byte",
    };

    /// <summary>The short name used in comments and tables: u8, s8, f32, …</summary>
    public static string ShortName(this ElementType type) => type switch
    {
        ElementType.Float32 => "f32",
        ElementType.Float64 => "f64",
        ElementType.Float16 => "f16",
        ElementType.BFloat16 => "bf16",
        ElementType.UInt8 => "u8",
        ElementType.Int8 => "s8",
        ElementType.UInt16 => "u16",
        ElementType.Int16 => "s16",
        ElementType.UInt32 => "u32",
        ElementType.Int32 => "s32",
        ElementType.UInt64 => "u64",
        ElementType.Int64 => "s64",
        ElementType.Bool => "bool",
        ElementType.Int4 => "s4",
        ElementType.UInt4 => "u4",
        ElementType.Int2 => "s2",
        ElementType.UInt2 => "u2",
        ElementType.Float8E4M3FN => "f8e4m3fn",
        ElementType.Float8E4M3FNUZ => "f8e4m3fnuz",
        ElementType.Float8E5M2 => "f8e5m2",
        ElementType.Float8E5M2FNUZ => "f8e5m2fnuz",
        ElementType.Float8E8M0 => "f8e8m0",
        _ => "f4e2m1",
    };

    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16 || type.IsTinyFloat();

    /// <summary>True for the floats of 8 bits and less, which can only be stored and converted.</summary>
    public static bool IsTinyFloat(this ElementType type) =>
        type is ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ or ElementType.Float8E8M0 or ElementType.Float4E2M1;

    /// <summary>True for the integers of less than 8 bits, which can only be stored, converted and quantized.</summary>
    public static bool IsTinyInteger(this ElementType type) => type is ElementType.Int4 or ElementType.UInt4 or ElementType.Int2 or ElementType.UInt2;

    /// <summary>True for the types that hold quantized activations and weights.</summary>
    public static bool IsQuantizable(this ElementType type) =>
        type is ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16 or ElementType.Int32 || type.IsTinyInteger();

    /// <summary>The smallest integer of the type.</summary>
    public static long MinValue(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 or ElementType.Bool or ElementType.UInt4 or ElementType.UInt2 => 0,
        ElementType.Int2 => -2,
        ElementType.Int4 => -8,
        ElementType.Int8 => sbyte.MinValue,
        ElementType.Int16 => short.MinValue,
        ElementType.Int32 => int.MinValue,
        ElementType.Int64 => long.MinValue,
        _ => throw new NotSupportedException($"{type} is not an integer type."),
    };

    /// <summary>The largest integer of the type that fits in a long.</summary>
    public static long MaxValue(this ElementType type) => type switch
    {
        ElementType.Bool or ElementType.Int2 => 1,
        ElementType.UInt2 => 3,
        ElementType.Int4 => 7,
        ElementType.UInt4 => 15,
        ElementType.UInt8 => byte.MaxValue,
        ElementType.Int8 => sbyte.MaxValue,
        ElementType.UInt16 => ushort.MaxValue,
        ElementType.Int16 => short.MaxValue,
        ElementType.UInt32 => uint.MaxValue,
        ElementType.Int32 => int.MaxValue,
        ElementType.UInt64 or ElementType.Int64 => long.MaxValue,
        _ => throw new NotSupportedException($"{type} is not an integer type."),
    };
}
