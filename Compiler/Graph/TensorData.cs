using System;
using System.Runtime.InteropServices;

namespace Octavo.Compiler;

/// <summary>The contents of a constant tensor: little-endian, row-major bytes. Treated as immutable once it is in a graph.</summary>
public sealed class TensorData
{
    public TensorData(ElementType element, Shape shape, byte[] bytes)
    {
        if (bytes.Length != shape.Length * element.Size())
        {
            throw new ArgumentException($"{bytes.Length} bytes do not fill {element.ShortName()}{shape}.", nameof(bytes));
        }

        Element = element;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>A zero-filled tensor.</summary>
    public TensorData(ElementType element, Shape shape)
        : this(element, shape, new byte[checked(shape.Length * element.Size())])
    {
    }

    public ElementType Element { get; }

    public Shape Shape { get; }

    public byte[] Bytes { get; }

    public int Length => Bytes.Length / Element.Size();

    public static TensorData From<T>(ElementType element, Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged
        => new(element, shape, MemoryMarshal.AsBytes(values).ToArray());

    public static TensorData Floats(Shape shape, params float[] values) => From<float>(ElementType.Float32, shape, values);

    public static TensorData Ints(Shape shape, params int[] values) => From<int>(ElementType.Int32, shape, values);

    public static TensorData Longs(Shape shape, params long[] values) => From<long>(ElementType.Int64, shape, values);

    /// <summary>The elements in place; the type's size must be the element's.</summary>
    public Span<T> As<T>()
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(Bytes.AsSpan());

    /// <summary>The same elements under another shape of equal length; shares the bytes.</summary>
    public TensorData Reshaped(Shape shape) => new(Element, shape, Bytes);

    /// <summary>One element as an integer (bool is 0 or 1; floats are truncated).</summary>
    public long IntegerAt(int index) => Element switch
    {
        ElementType.UInt8 or ElementType.Bool or ElementType.UInt4 or ElementType.UInt2 => Bytes[index],
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => (sbyte)Bytes[index],
        ElementType.UInt16 => As<ushort>()[index],
        ElementType.Int16 => As<short>()[index],
        ElementType.UInt32 => As<uint>()[index],
        ElementType.Int32 => As<int>()[index],
        ElementType.UInt64 => unchecked((long)As<ulong>()[index]),
        ElementType.Int64 => As<long>()[index],
        _ => (long)FloatAt(index),
    };

    /// <summary>One element as a real number.</summary>
    public double FloatAt(int index) => Element switch
    {
        ElementType.Float32 => As<float>()[index],
        ElementType.Float64 => As<double>()[index],
        ElementType.Float16 => HalfFloat.ToSingle(As<ushort>()[index]),
        ElementType.BFloat16 => BrainFloat.ToSingle(As<ushort>()[index]),
        ElementType.UInt64 => As<ulong>()[index],
        _ when Element.IsTinyFloat() => TinyFormat.Of(Element).ToDouble(Bytes[index]),
        _ => IntegerAt(index),
    };

    /// <summary>All elements as long, for axes, shapes, pads and other small integer tensors.</summary>
    public long[] ToLongs()
    {
        long[] result = new long[Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = IntegerAt(i);
        }

        return result;
    }

    /// <summary>All elements as int; an element that does not fit is an <see cref="OverflowException"/>.</summary>
    public int[] ToInts() => Array.ConvertAll(ToLongs(), v => checked((int)v));

    /// <summary>All elements as float.</summary>
    public float[] ToFloats()
    {
        float[] result = new float[Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (float)FloatAt(i);
        }

        return result;
    }
}
