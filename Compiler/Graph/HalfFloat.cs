using System;

namespace Octavo.Compiler;

/// <summary>IEEE 754 binary16, which netstandard2.0 has no type for, as its 16 bits.</summary>
internal static class HalfFloat
{
    public static float ToSingle(ushort bits)
    {
        int sign = bits >> 15;
        int exponent = (bits >> 10) & 31;
        int mantissa = bits & 1023;
        double magnitude = exponent switch
        {
            0 => mantissa * Math.Pow(2, -24),
            31 => mantissa == 0 ? double.PositiveInfinity : double.NaN,
            _ => (1024 + mantissa) * Math.Pow(2, exponent - 25),
        };
        return (float)(sign == 0 ? magnitude : -magnitude);
    }

    /// <summary>Round to nearest, ties to even; overflow gives infinity.</summary>
    public static ushort FromSingle(float value)
    {
        int sign = value < 0 || (value == 0 && 1 / value < 0) ? 0x8000 : 0;
        double magnitude = Math.Abs((double)value);
        if (double.IsNaN(magnitude))
        {
            return 0x7E00;
        }

        if (magnitude >= 65520)
        {
            return (ushort)(sign | 0x7C00);
        }

        if (magnitude < Math.Pow(2, -14))
        {
            return (ushort)(sign | (int)Math.Round(magnitude * Math.Pow(2, 24), MidpointRounding.ToEven));
        }

        int exponent = (int)Math.Floor(Math.Log(magnitude, 2));
        if (Math.Pow(2, exponent) > magnitude)
        {
            exponent--;
        }
        else if (Math.Pow(2, exponent + 1) <= magnitude)
        {
            exponent++;
        }

        int mantissa = (int)Math.Round(magnitude * Math.Pow(2, 10 - exponent), MidpointRounding.ToEven);
        // A mantissa that rounded up to 2048 carries into the exponent by itself.
        return (ushort)(sign | (((exponent + 15) << 10) + mantissa - 1024));
    }
}

/// <summary>bfloat16: the upper half of a binary32.</summary>
internal static class BrainFloat
{
    public static unsafe float ToSingle(ushort bits)
    {
        int word = bits << 16;
        return *(float*)&word;
    }

    /// <summary>Round to nearest, ties to even.</summary>
    public static unsafe ushort FromSingle(float value)
    {
        if (float.IsNaN(value))
        {
            return 0x7FC0;
        }

        uint word = *(uint*)&value;
        return (ushort)((word + 0x7FFF + ((word >> 16) & 1)) >> 16);
    }
}
