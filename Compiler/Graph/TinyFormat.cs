using System;

namespace Octavo.Compiler;

/// <summary>
/// A float of 8 bits and less, as its bits. With exponent field e and mantissa field m of M bits, a code stands for ±m · 2^(1−bias−M) when e = 0 and for
/// ±(2^M + m) · 2^(e−bias−M) otherwise; the formats differ in what the highest codes mean.
/// </summary>
/// <param name="Name">The standard's name.</param>
/// <param name="MantissaBits">M; the codes of E8M0, without sign and mantissa, follow rules of their own.</param>
/// <param name="Sign">The bit of the sign; 0 when there is none.</param>
/// <param name="Largest">The code of the largest finite number.</param>
/// <param name="Nan">What NaN becomes.</param>
/// <param name="Overflow">What becomes of a number that is too large and does not saturate: infinity where there is one, else NaN.</param>
internal sealed record TinyFormat(string Name, int MantissaBits, int Bias, byte Sign, byte Largest, byte Nan, byte Overflow)
{
    private const int ScaleBias = 127;

    private static readonly TinyFormat E4M3FN = new(nameof(E4M3FN), 3, 7, 0x80, 0x7E, 0x7F, 0x7F);
    private static readonly TinyFormat E4M3FNUZ = new(nameof(E4M3FNUZ), 3, 8, 0x80, 0x7F, 0x80, 0x80);
    private static readonly TinyFormat E5M2 = new(nameof(E5M2), 2, 15, 0x80, 0x7B, 0x7E, 0x7C);
    private static readonly TinyFormat E5M2FNUZ = new(nameof(E5M2FNUZ), 2, 16, 0x80, 0x7F, 0x80, 0x80);
    private static readonly TinyFormat E8M0 = new(nameof(E8M0), 0, ScaleBias, 0, 0xFE, 0xFF, 0xFF);

    /// <summary>It has neither infinity nor NaN; NaN becomes -0.</summary>
    private static readonly TinyFormat E2M1 = new(nameof(E2M1), 1, 1, 8, 7, 8, 7);

    /// <summary>NaN takes the code of -0.</summary>
    private bool HasNegativeZero => Nan != Sign || this == E2M1;

    public static TinyFormat Of(ElementType element) => element switch
    {
        ElementType.Float8E4M3FN => E4M3FN,
        ElementType.Float8E4M3FNUZ => E4M3FNUZ,
        ElementType.Float8E5M2 => E5M2,
        ElementType.Float8E5M2FNUZ => E5M2FNUZ,
        ElementType.Float8E8M0 => E8M0,
        ElementType.Float4E2M1 => E2M1,
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    public double ToDouble(byte code)
    {
        if (Sign == 0)
        {
            return code == Nan ? double.NaN : Math.Pow(2, code - Bias);
        }

        int magnitude = code & (Sign - 1);
        if (magnitude > Largest || (code == Sign && !HasNegativeZero))
        {
            return magnitude != Overflow || Overflow == Nan ? double.NaN : code >= Sign ? double.NegativeInfinity : double.PositiveInfinity;
        }

        int exponent = magnitude >> MantissaBits, mantissa = magnitude & ((1 << MantissaBits) - 1);
        double value = exponent == 0
            ? mantissa * Math.Pow(2, 1 - Bias - MantissaBits)
            : (mantissa + (1 << MantissaBits)) * Math.Pow(2, exponent - Bias - MantissaBits);
        return code >= Sign ? -value : value;
    }

    /// <summary>To the nearest code, ties to the even one; E8M0 as <paramref name="rounding"/> says.</summary>
    /// <param name="saturate">What is too large becomes the largest number.</param>
    public byte FromDouble(double value, bool saturate, ScaleRounding rounding)
    {
        if (double.IsNaN(value))
        {
            return Nan;
        }

        if (Sign == 0)
        {
            return Scale(value, saturate, rounding);
        }

        byte sign = value < 0 || (value == 0 && 1 / value < 0) ? Sign : (byte)0;
        double magnitude = Math.Abs(value);
        int least = 1 - Bias, exponent = double.IsInfinity(magnitude) ? int.MaxValue : Math.Max(least, Exponent(magnitude));
        double code = exponent > 64
            ? double.PositiveInfinity
            : Math.Round(magnitude * Math.Pow(2, MantissaBits - exponent), MidpointRounding.ToEven) + ((exponent - least) << MantissaBits);
        if (code > Largest)
        {
            return saturate ? (byte)(sign | Largest) : Overflow == Nan && !HasNegativeZero ? Nan : (byte)(sign | Overflow);
        }

        return code == 0 && !HasNegativeZero ? (byte)0 : (byte)(sign | (int)code);
    }

    private byte Scale(double value, bool saturate, ScaleRounding rounding)
    {
        if (value < 0)
        {
            return Nan;
        }

        if (value == 0)
        {
            return 0;
        }

        int exponent = double.IsInfinity(value) ? int.MaxValue / 2 : Exponent(value);
        double fraction = double.IsInfinity(value) ? 1 : value / Math.Pow(2, exponent);
        bool up = rounding switch
        {
            ScaleRounding.Up => fraction > 1,
            ScaleRounding.Down => false,
            _ => fraction >= 1.5,
        };
        int code = exponent + Bias + (up ? 1 : 0);
        return code > Largest ? saturate ? Largest : Overflow : (byte)Math.Max(code, 0);
    }

    /// <summary>The e of 2^e ≤ magnitude &lt; 2^(e+1); of 0, a number below all others.</summary>
    private static int Exponent(double magnitude) =>
        magnitude == 0 ? -2000 : (int)((BitConverter.DoubleToInt64Bits(magnitude) >> 52) & 0x7FF) - 1023;
}
