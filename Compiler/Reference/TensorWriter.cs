using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Fills a tensor of a given type, rounding reals to it.</summary>
/// <param name="clamp">Narrows the codes of a quantized tensor.</param>
internal sealed class TensorWriter(TensorType type, Clamp? clamp = null)
{
    private readonly ChannelIndex _channel = new(type.Quantization, type.Shape);
    private readonly Clamp _codes = type.IsQuantized ? clamp ?? Clamp.Of(type.Element) : default;

    public TensorData Data { get; } = new(type.Element, type.Shape);

    /// <summary>The least code that a quantized tensor may hold.</summary>
    public int Low => _codes.Low;

    public int High => _codes.High;

    /// <summary>Stores a real: quantized by the rule of QuantizeLinear, or rounded to a float type, or truncated to an integer type.</summary>
    public void Real(int element, double real)
    {
        if (type.Quantization is { } quantization)
        {
            int channel = _channel.Of(element);
            Integer(element, LinearQuantization.Code((float)real, quantization.ScaleOf(channel), quantization.ZeroPointOf(channel), Low, High));
            return;
        }

        switch (type.Element)
        {
            case ElementType.Float32:
                Data.As<float>()[element] = (float)real;
                break;
            case ElementType.Float64:
                Data.As<double>()[element] = real;
                break;
            case ElementType.Float16:
                Data.As<ushort>()[element] = HalfFloat.FromSingle((float)real);
                break;
            case ElementType.BFloat16:
                Data.As<ushort>()[element] = BrainFloat.FromSingle((float)real);
                break;
            case var tiny when tiny.IsTinyFloat():
                Data.Bytes[element] = TinyFormat.Of(tiny).FromDouble(real, saturate: true, ScaleRounding.Up);
                break;
            case ElementType.Bool:
                Data.Bytes[element] = real != 0 ? (byte)1 : (byte)0;
                break;
            default:
                Integer(element, Integers.Truncate(real, type.Element));
                break;
        }
    }

    /// <summary>Stores an integer or a code, wrapping it to the type.</summary>
    public void Integer(int element, long value)
    {
        unchecked
        {
            switch (type.Element)
            {
                case ElementType.Bool:
                    Data.Bytes[element] = value != 0 ? (byte)1 : (byte)0;
                    break;
                case ElementType.UInt4 or ElementType.UInt2:
                    Data.Bytes[element] = (byte)(value & type.Element.MaxValue());
                    break;
                case ElementType.Int4 or ElementType.Int2:
                    Data.Bytes[element] = (byte)Integers.Wrap(value, type.Element.Bits());
                    break;
                case ElementType.UInt8 or ElementType.Int8:
                    Data.Bytes[element] = (byte)value;
                    break;
                case ElementType.UInt16 or ElementType.Int16:
                    Data.As<ushort>()[element] = (ushort)value;
                    break;
                case ElementType.UInt32 or ElementType.Int32:
                    Data.As<uint>()[element] = (uint)value;
                    break;
                case ElementType.UInt64 or ElementType.Int64:
                    Data.As<long>()[element] = value;
                    break;
                default:
                    Real(element, value);
                    break;
            }
        }
    }

    public (float Scale, int ZeroPoint) Quantization(int element)
    {
        int channel = _channel.Of(element);
        return (type.Quantization!.ScaleOf(channel), type.Quantization.ZeroPointOf(channel));
    }

    public static TensorData Reals(TensorType type, double[] reals, Clamp? clamp = null)
    {
        var writer = new TensorWriter(type, clamp);
        for (int i = 0; i < reals.Length; i++)
        {
            writer.Real(i, reals[i]);
        }

        return writer.Data;
    }
}
