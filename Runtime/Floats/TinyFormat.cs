using System;

namespace Octavo.Runtime;

/// <summary>
/// A float of 8 bits and less, as its bits. With exponent field e and mantissa field m of M bits, a code stands for ±m · 2^(1−bias−M) when e = 0 and for
/// ±(2^M + m) · 2^(e−bias−M) otherwise; the formats differ in what the highest codes mean.
/// </summary>
public readonly struct TinyFormat
{
    private readonly int _mantissaBits;
    private readonly int _bias;
    private readonly byte _sign;
    private readonly byte _largest;
    private readonly byte _nan;
    private readonly byte _overflow;

    private TinyFormat(int mantissaBits, int bias, byte sign, byte largest, byte nan, byte overflow)
    {
        _mantissaBits = mantissaBits;
        _bias = bias;
        _sign = sign;
        _largest = largest;
        _nan = nan;
        _overflow = overflow;
    }

    public static TinyFormat E4M3FN => new(3, 7, 0x80, 0x7E, 0x7F, 0x7F);

    public static TinyFormat E4M3FNUZ => new(3, 8, 0x80, 0x7F, 0x80, 0x80);

    public static TinyFormat E5M2 => new(2, 15, 0x80, 0x7B, 0x7E, 0x7C);

    public static TinyFormat E5M2FNUZ => new(2, 16, 0x80, 0x7F, 0x80, 0x80);

    /// <summary>A power of two: neither sign nor mantissa.</summary>
    public static TinyFormat E8M0 => new(0, 127, 0, 0xFE, 0xFF, 0xFF);

    /// <summary>It has neither infinity nor NaN; NaN becomes -0.</summary>
    public static TinyFormat E2M1 => new(1, 1, 8, 7, 8, 7);

    /// <summary>False where NaN takes the code of -0.</summary>
    private bool HasNegativeZero => _nan != _sign || _largest == 7;

    internal float ToFloat(byte code)
    {
        if (_sign == 0)
        {
            return code == _nan ? float.NaN : (float)Math.ScaleB(1.0, code - _bias);
        }

        int magnitude = code & (_sign - 1);
        if (magnitude > _largest || (code == _sign && !HasNegativeZero))
        {
            return magnitude != _overflow || _overflow == _nan ? float.NaN : code >= _sign ? float.NegativeInfinity : float.PositiveInfinity;
        }

        int exponent = magnitude >> _mantissaBits, mantissa = magnitude & ((1 << _mantissaBits) - 1);
        float value = exponent == 0
            ? MathF.ScaleB(mantissa, 1 - _bias - _mantissaBits)
            : MathF.ScaleB(mantissa + (1 << _mantissaBits), exponent - _bias - _mantissaBits);
        return code >= _sign ? -value : value;
    }

    /// <summary>To the nearest code, ties to the even one.</summary>
    internal byte OfFloat(float value, bool saturate)
    {
        if (float.IsNaN(value))
        {
            return _nan;
        }

        byte sign = float.IsNegative(value) ? _sign : (byte)0;
        double magnitude = MathF.Abs(value);
        int least = 1 - _bias, exponent = Math.Max(least, Math.Min(Exponent(magnitude), 128));
        double code = Math.Round(Math.ScaleB(magnitude, _mantissaBits - exponent)) + ((exponent - least) << _mantissaBits);
        if (code > _largest)
        {
            return saturate ? (byte)(sign | _largest) : HasNegativeZero ? (byte)(sign | _overflow) : _nan;
        }

        return code == 0 && !HasNegativeZero ? (byte)0 : (byte)(sign | (int)code);
    }

    /// <summary>The power of two not below a number (or, with <paramref name="roundUpFrom"/> above 1, nearer to it); negative numbers become NaN.</summary>
    /// <param name="roundUpFrom">From this fraction of a number on, and above 1, the power above it is taken.</param>
    internal byte ScaleOf(float value, bool saturate, double roundUpFrom)
    {
        if (float.IsNaN(value) || value < 0)
        {
            return _nan;
        }

        if (value == 0)
        {
            return 0;
        }

        int exponent = float.IsInfinity(value) ? 1 << 20 : Exponent(value);
        double fraction = float.IsInfinity(value) ? 1 : Math.ScaleB(value, -exponent);
        int code = exponent + _bias + (fraction > 1 && fraction >= roundUpFrom ? 1 : 0);
        return code > _largest ? saturate ? _largest : _overflow : (byte)Math.Max(code, 0);
    }

    /// <summary>The e of 2^e ≤ magnitude &lt; 2^(e+1); of 0 and infinity, numbers beyond all others.</summary>
    private static int Exponent(double magnitude) => (int)((BitConverter.DoubleToInt64Bits(magnitude) >> 52) & 0x7FF) - 1023;
}
