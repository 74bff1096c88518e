using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Compiler;

namespace Octavo.Tool.Data;

/// <summary>An input of the network, for which files hold items: one value per element in the network's own order.</summary>
internal sealed record InputSpec(string Name, ElementType Element, Shape Shape)
{
    public int Length => (int)Shape.Length;

    /// <summary>How many items an array of this shape holds: its shape is an item's, with or without axes of one element, or has one more axis in front.</summary>
    /// <exception cref="CommandException">Neither.</exception>
    public int ItemsIn(IReadOnlyList<int> shape, string file)
    {
        static IEnumerable<int> Essential(IEnumerable<int> dimensions) => dimensions.Where(d => d != 1);

        if (Essential(shape).SequenceEqual(Essential(Shape.Dimensions)))
        {
            return 1;
        }

        return shape.Count > 0 && Essential(shape.Skip(1)).SequenceEqual(Essential(Shape.Dimensions))
            ? shape[0]
            : throw new CommandException($"{file} holds [{string.Join(",", shape)}], and the model's input '{Name}' is {Shape}: it must hold one item or a list of items of that shape.");
    }

    /// <summary>One item, converted to the input's element type; integers become floats, never the other way.</summary>
    /// <exception cref="CommandException">The type does not fit, or a value is not finite.</exception>
    public Array Convert(TensorData item, string file)
    {
        if (item.Element == Element)
        {
            Array same = NewArray();
            item.Bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(same), item.Bytes.Length));
            return same is float[] floats ? Finite(floats, file) : same;
        }

        return Element switch
        {
            ElementType.Float32 => Finite(item.ToFloats(), file),
            ElementType.Float64 when item.Element != ElementType.BFloat16 => Array.ConvertAll(item.ToFloats(), v => (double)v),
            _ when item.Element.IsFloat() => throw new CommandException($"{file} holds {item.Element.ShortName()}, and the model's input '{Name}' is {Element.ShortName()}."),
            ElementType.UInt8 => Array.ConvertAll(item.ToLongs(), v => Checked<byte>(v, 0, byte.MaxValue, file)),
            ElementType.Int8 => Array.ConvertAll(item.ToLongs(), v => Checked<sbyte>(v, sbyte.MinValue, sbyte.MaxValue, file)),
            ElementType.Int32 => Array.ConvertAll(item.ToLongs(), v => Checked<int>(v, int.MinValue, int.MaxValue, file)),
            ElementType.Int64 => item.ToLongs(),
            ElementType.Bool => Array.ConvertAll(item.ToLongs(), v => v != 0),
            _ => throw new CommandException($"The model's input '{Name}' is {Element.ShortName()}; {file} must hold that type."),
        };
    }

    public float[] Finite(float[] values, string file)
    {
        int wrong = Array.FindIndex(values, v => !float.IsFinite(v));
        return wrong < 0 ? values : throw new CommandException($"{file} holds {values[wrong]} at element {wrong} of an item for '{Name}': data must be finite.");
    }

    private Array NewArray() => Element switch
    {
        ElementType.Float32 => new float[Length],
        ElementType.Float64 => new double[Length],
        ElementType.Float16 => new Half[Length],
        ElementType.UInt8 => new byte[Length],
        ElementType.Int8 => new sbyte[Length],
        ElementType.UInt16 => new ushort[Length],
        ElementType.Int16 => new short[Length],
        ElementType.UInt32 => new uint[Length],
        ElementType.Int32 => new int[Length],
        ElementType.UInt64 => new ulong[Length],
        ElementType.Int64 => new long[Length],
        ElementType.Bool => new bool[Length],
        _ => throw new CommandException($"The model's input '{Name}' is {Element.ShortName()}, for which there is no data."),
    };

    private T Checked<T>(long value, long low, long high, string file)
        where T : unmanaged
        => value >= low && value <= high ? (T)System.Convert.ChangeType(value, typeof(T)) : throw new CommandException($"{file} holds {value}, which does not fit the input '{Name}' of type {Element.ShortName()}.");
}
