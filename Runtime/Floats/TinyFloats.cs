namespace Octavo.Runtime;

/// <summary>Conversions between float and the floats of 8 bits and less, one of which fills a byte.</summary>
public static unsafe class TinyFloats
{
    /// <summary><c>y[i] = (float)x[i]</c>, exactly.</summary>
    public static void Widen(byte* x, float* y, int length, TinyFormat format, int part, int parts)
    {
        (int begin, int end) = Partition.Of(length, part, parts, 64);
        for (nint i = begin; i < end; i++)
        {
            y[i] = format.ToFloat(x[i]);
        }
    }

    /// <summary><c>y[i] = x[i]</c>, rounded to the nearest code, ties to the even one.</summary>
    /// <param name="saturate">What is too large becomes the largest number, else infinity or NaN.</param>
    public static void Round(float* x, byte* y, int length, TinyFormat format, bool saturate, int part, int parts)
    {
        (int begin, int end) = Partition.Of(length, part, parts, 64);
        for (nint i = begin; i < end; i++)
        {
            y[i] = format.OfFloat(x[i], saturate);
        }
    }

    /// <summary>The same for E8M0, whose numbers are powers of two.</summary>
    /// <param name="roundUpFrom">A number x · 2ᵉ with 1 &lt; x &lt; 2 becomes 2ᵉ⁺¹ from this x on, else 2ᵉ.</param>
    public static void Scales(float* x, byte* y, int length, double roundUpFrom, bool saturate, int part, int parts)
    {
        (int begin, int end) = Partition.Of(length, part, parts, 64);
        for (nint i = begin; i < end; i++)
        {
            y[i] = TinyFormat.E8M0.ScaleOf(x[i], saturate, roundUpFrom);
        }
    }
}
