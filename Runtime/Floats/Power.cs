using System;

namespace Octavo.Runtime;

/// <summary>aᵇ in double precision: good to 10⁻¹³, so that the nearest float comes out all but always, and always where the power is a float.</summary>
internal static class Power
{
    private const double Ln2 = 0.69314718055994530942;

    public static float Of(float a, float b)
    {
        if (b == 0 || a == 1)
        {
            return 1;
        }

        if (float.IsNaN(a) || float.IsNaN(b))
        {
            return float.NaN;
        }

        if (b == 0.5f && a > 0)
        {
            return MathF.Sqrt(a);
        }

        bool integer = MathF.Floor(b) == b;
        bool negative = float.IsNegative(a) && integer && MathF.Floor(b / 2) * 2 != b;
        if (a < 0 && !integer && !float.IsInfinity(a))
        {
            return float.NaN;
        }

        float power = a == -1 ? 1 : (float)Exp(b * Log(Math.Abs((double)a)));
        return negative ? -power : power;
    }

    /// <summary>ln x for x ≥ 0 that came from a float.</summary>
    private static double Log(double x)
    {
        if (x == 0)
        {
            return double.NegativeInfinity;
        }

        if (double.IsInfinity(x))
        {
            return x;
        }

        // x = m·2ᵉ with m around 1; ln m = 2·artanh s, s = (m − 1) / (m + 1), |s| ≤ 0.1716.
        long bits = BitConverter.DoubleToInt64Bits(x);
        long e = (bits - 0x3FE6_A09E_667F_3BCD) >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (e << 52));
        double s = (m - 1) / (m + 1), s2 = s * s, series = 0;
        for (int k = 19; k > 1; k -= 2)
        {
            series = (series + (1.0 / k)) * s2;
        }

        return (e * Ln2) + (2 * (s + (s * series)));
    }

    private static double Exp(double x)
    {
        // Every float beyond these bounds is 0 or ∞.
        x = Math.Clamp(x, -120, 120);
        double n = Math.Round(x / Ln2);
        double r = x - (n * Ln2), series = 1;
        for (int k = 13; k > 0; k--)
        {
            series = 1 + (series * r / k);
        }

        return series * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }
}
