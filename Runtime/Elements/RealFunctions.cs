using System;

namespace Octavo.Runtime;

/// <summary>
/// Elementary functions in double precision, in terms of exactly rounded operations, so that they have the same bits on every processor: good to about
/// 10⁻¹⁵, powers to 10⁻¹³. Rounded to float they are the nearest float all but always.
/// </summary>
internal static partial class RealFunctions
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts: the first times an exponent is exact, the second is what it lacks.
    private const double Ln2 = 0.6931471803691238;
    private const double Ln2Rest = 1.9082149292705877e-10;

    public static double Exp(double x)
    {
        // Beyond these bounds the result is 0 or ∞ in any case; NaN passes.
        x = x < -750 ? -750 : x > 710 ? 710 : x;
        double n = Math.Round(x * Log2E);
        double power = 1 + ExpMinusOneNear(Math.FusedMultiplyAdd(-n, Ln2Rest, Math.FusedMultiplyAdd(-n, Ln2, x)));
        return double.IsNaN(x) ? x : Math.ScaleB(power, (int)n);
    }

    public static double ExpMinusOne(double x) => Math.Abs(x) < 0.35 ? ExpMinusOneNear(x) : Exp(x) - 1;

    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x < 0 ? double.NaN : x;
        }

        // x = m·2ᵉ with m around 1; ln m = 2·artanh s, s = (m − 1) / (m + 1), |s| ≤ 0.1716. Subnormal numbers are scaled by 2⁵⁴.
        bool tiny = x < 2.2250738585072014e-308;
        long bits = BitConverter.DoubleToInt64Bits(tiny ? x * 18014398509481984 : x);
        long e = (bits - 0x3FE6_A09E_667F_3BCD) >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (e << 52));
        double s = (m - 1) / (m + 1), s2 = s * s;
        double series = 0.043478260869565216;
        series = Math.FusedMultiplyAdd(series, s2, 0.047619047619047616);
        series = Math.FusedMultiplyAdd(series, s2, 0.05263157894736842);
        series = Math.FusedMultiplyAdd(series, s2, 0.058823529411764705);
        series = Math.FusedMultiplyAdd(series, s2, 0.06666666666666667);
        series = Math.FusedMultiplyAdd(series, s2, 0.07692307692307693);
        series = Math.FusedMultiplyAdd(series, s2, 0.09090909090909091);
        series = Math.FusedMultiplyAdd(series, s2, 0.1111111111111111);
        series = Math.FusedMultiplyAdd(series, s2, 0.14285714285714285);
        series = Math.FusedMultiplyAdd(series, s2, 0.2);
        series = Math.FusedMultiplyAdd(series, s2, 0.3333333333333333);
        e -= tiny ? 54 : 0;
        return (e * Ln2) + ((2 * s) + Math.FusedMultiplyAdd(2 * s * s2, series, e * Ln2Rest));
    }

    /// <summary>ln(1 + x), accurate near 0: the logarithm of the rounded 1 + x, corrected by the rounding's share.</summary>
    public static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Log(u) + ((x - (u - 1)) / u);
    }

    public static double Sigmoid(double x)
    {
        double z = Exp(-Math.Abs(x));
        return (x < 0 ? z : 1) / (1 + z);
    }

    public static double Softplus(double x) => (x < 0 ? 0 : x) + LogOnePlus(Exp(-Math.Abs(x)));

    /// <summary>aᵇ; small integral powers by multiplication, so that they are exact where they fit.</summary>
    public static double Power(double a, double b)
    {
        if (b == 0 || a == 1)
        {
            return 1;
        }

        if (b == 0.5 && a > 0)
        {
            return Math.Sqrt(a);
        }

        bool integer = Math.Floor(b) == b;
        if (integer && Math.Abs(b) <= 64)
        {
            double product = 1;
            for (int n = (int)Math.Abs(b); n != 0; n >>= 1)
            {
                product *= (n & 1) != 0 ? a : 1;
                a *= a;
            }

            return b < 0 ? 1 / product : product;
        }

        if (a == -1 && double.IsInfinity(b))
        {
            return 1;
        }

        bool odd = integer && Math.Abs(b) < 9007199254740992 && Math.Floor(b / 2) * 2 != b;
        double power = a < 0 && !integer && !double.IsInfinity(a) ? double.NaN : Exp(b * Log(Math.Abs(a)));
        return odd && double.IsNegative(a) ? -power : power;
    }

    /// <summary>2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5…(2n+1)): every term has the sign of x, so that nothing cancels.</summary>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) <= 6))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double sum = 0, term = x;
        for (int odd = 3; sum + term != sum; odd += 2)
        {
            sum += term;
            term *= 2 * x * x / odd;
        }

        return 1.1283791670955126 * Exp(-x * x) * sum;
    }

    /// <summary>eˣ − 1 for |x| ≤ 0.35.</summary>
    private static double ExpMinusOneNear(double x)
    {
        double y = 1.1470745597729725e-11;
        y = Math.FusedMultiplyAdd(y, x, 1.6059043836821613e-10);
        y = Math.FusedMultiplyAdd(y, x, 2.08767569878681e-09);
        y = Math.FusedMultiplyAdd(y, x, 2.505210838544172e-08);
        y = Math.FusedMultiplyAdd(y, x, 2.755731922398589e-07);
        y = Math.FusedMultiplyAdd(y, x, 2.7557319223985893e-06);
        y = Math.FusedMultiplyAdd(y, x, 2.48015873015873e-05);
        y = Math.FusedMultiplyAdd(y, x, 0.0001984126984126984);
        y = Math.FusedMultiplyAdd(y, x, 0.001388888888888889);
        y = Math.FusedMultiplyAdd(y, x, 0.008333333333333333);
        y = Math.FusedMultiplyAdd(y, x, 0.041666666666666664);
        y = Math.FusedMultiplyAdd(y, x, 0.16666666666666666);
        y = Math.FusedMultiplyAdd(y, x, 0.5);
        return Math.FusedMultiplyAdd(x * x, y, x);
    }
}
