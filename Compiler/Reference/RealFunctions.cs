using System;

namespace Octavo.Compiler.Reference;

/// <summary>Functions of a real that netstandard2.0 lacks, to more digits than a float has.</summary>
internal static class RealFunctions
{
    /// <summary>1 / (1 + e^-x), without overflow.</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + e^x), without overflow.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>e^x - 1, accurate near 0.</summary>
    public static double ExpMinusOne(double x) =>
        Math.Abs(x) < 1e-5 ? x * (1 + (x / 2 * (1 + (x / 3)))) : Math.Exp(x) - 1;

    /// <summary>
    /// erf x = 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (1·3·5…(2n+1)): every term has the sign of x, so that nothing cancels. Beyond 6 it is 1 to double precision.
    /// </summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        double sum = 0;
        double term = x;
        for (int odd = 3; sum + term != sum; odd += 2)
        {
            sum += term;
            term *= 2 * x * x / odd;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double Asinh(double x)
    {
        double a = Math.Abs(x);
        double y = a < 1e8 ? LogOnePlus(a + (a * a / (1 + Math.Sqrt(1 + (a * a))))) : Math.Log(a) + Math.Log(2);
        return x < 0 ? -y : y;
    }

    public static double Acosh(double x) =>
        x < 1e8 ? LogOnePlus(x - 1 + Math.Sqrt((2 * (x - 1)) + ((x - 1) * (x - 1)))) : Math.Log(x) + Math.Log(2);

    public static double Atanh(double x) => x < 0 ? -Atanh(-x) : LogOnePlus((x + x) / (1 - x)) / 2;

    /// <summary>ln(1 + x), accurate near 0: the logarithm of the rounded 1 + x, corrected by the rounding's share.</summary>
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(u) ? x : Math.Log(u) + ((x - (u - 1)) / u);
    }
}
