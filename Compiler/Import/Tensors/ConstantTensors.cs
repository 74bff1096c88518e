using System;
using System.Linq;

namespace Octavo.Compiler.Import.Tensors;

/// <summary>Writes computed numbers as constants of any element type.</summary>
internal static class ConstantTensors
{
    /// <exception cref="OverflowException">A number does not fit the type.</exception>
    public static TensorData OfIntegers(ElementType element, Shape shape, long[] values)
    {
        checked
        {
            return element switch
            {
                ElementType.Int64 => TensorData.From<long>(element, shape, values),
                ElementType.UInt64 => TensorData.From<ulong>(element, shape, values.Select(v => (ulong)v).ToArray()),
                ElementType.Int32 => TensorData.From<int>(element, shape, values.Select(v => (int)v).ToArray()),
                ElementType.UInt32 => TensorData.From<uint>(element, shape, values.Select(v => (uint)v).ToArray()),
                ElementType.Int16 => TensorData.From<short>(element, shape, values.Select(v => (short)v).ToArray()),
                ElementType.UInt16 => TensorData.From<ushort>(element, shape, values.Select(v => (ushort)v).ToArray()),
                ElementType.Int8 => TensorData.From<sbyte>(element, shape, values.Select(v => (sbyte)v).ToArray()),
                ElementType.Int4 or ElementType.Int2 or ElementType.UInt4 or ElementType.UInt2 => TensorData.From<byte>(element, shape, values.Select(v => Tiny(element, v)).ToArray()),
                ElementType.UInt8 or ElementType.Bool => TensorData.From<byte>(element, shape, values.Select(v => (byte)v).ToArray()),
                _ => OfReals(element, shape, values.Select(v => (double)v).ToArray()),
            };
        }
    }

    public static TensorData OfReals(ElementType element, Shape shape, double[] values) => element switch
    {
        ElementType.Float64 => TensorData.From<double>(element, shape, values),
        ElementType.Float32 => TensorData.From<float>(element, shape, values.Select(v => (float)v).ToArray()),
        ElementType.Float16 => TensorData.From<ushort>(element, shape, values.Select(v => HalfFloat.FromSingle((float)v)).ToArray()),
        ElementType.BFloat16 => TensorData.From<ushort>(element, shape, values.Select(v => BrainFloat.FromSingle((float)v)).ToArray()),
        _ when element.IsTinyFloat() => TensorData.From<byte>(
            element, shape, values.Select(v => TinyFormat.Of(element).FromDouble(v, saturate: true, ScaleRounding.Up)).ToArray()),
        _ => OfIntegers(element, shape, values.Select(v => checked((long)v)).ToArray()),
    };

    private static byte Tiny(ElementType element, long value) => value >= element.MinValue() && value <= element.MaxValue()
        ? unchecked((byte)value)
        : throw new System.OverflowException($"{value} does not fit {element.ShortName()}");

    /// <summary>One element everywhere.</summary>
    public static TensorData Filled(TensorData element, Shape shape)
    {
        var result = new TensorData(element.Element, shape);
        if (element.Bytes.Any(b => b != 0) && result.Length > 0)
        {
            // Each copy doubles what is filled.
            System.Array.Copy(element.Bytes, result.Bytes, element.Bytes.Length);
            for (long filled = element.Bytes.Length; filled < result.Bytes.Length; filled *= 2)
            {
                System.Array.Copy(result.Bytes, 0, result.Bytes, filled, System.Math.Min(filled, result.Bytes.Length - filled));
            }
        }

        return result;
    }

    public static TensorData OfBools(Shape shape, bool[] values) =>
        TensorData.From<byte>(ElementType.Bool, shape, values.Select(v => (byte)(v ? 1 : 0)).ToArray());
}
