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
}

/// <summary>Facts about element types.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Float32 or ElementType.UInt32 or ElementType.Int32 => 4,
        _ => 8,
    };

    /// <summary>The C# keyword of the type, as generated code writes it (Half and BFloat16 have none).</summary>
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
        _ => throw new NotSupportedException($"{type} has no C# type."),
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
        _ => "bool",
    };

    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16;

    /// <summary>True for the types that hold quantized activations and weights.</summary>
    public static bool IsQuantizable(this ElementType type) =>
        type is ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16 or ElementType.Int32;

    /// <summary>The smallest integer of the type.</summary>
    public static long MinValue(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 or ElementType.Bool => 0,
        ElementType.Int8 => sbyte.MinValue,
        ElementType.Int16 => short.MinValue,
        ElementType.Int32 => int.MinValue,
        ElementType.Int64 => long.MinValue,
        _ => throw new NotSupportedException($"{type} is not an integer type."),
    };

    /// <summary>The largest integer of the type that fits in a long.</summary>
    public static long MaxValue(this ElementType type) => type switch
    {
        ElementType.Bool => 1,
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
