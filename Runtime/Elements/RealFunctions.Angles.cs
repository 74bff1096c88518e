using System;

namespace Octavo.Runtime;

// Trigonometric and hyperbolic functions and their inverses.
internal static partial class RealFunctions
{
    private const double Quarter = 1.5707963267948966;
    private const double Ln2Whole = 0.6931471805599453;

    public static double Sin(double x)
    {
        double r = QuarterTurns.Reduce(x, out int quarters);
        double y = (quarters & 1) == 0 ? SinNear(r) : CosNear(r);
        return (quarters & 2) == 0 ? y : -y;
    }

    public static double Cos(double x)
    {
        double r = QuarterTurns.Reduce(x, out int quarters);
        double y = (quarters & 1) == 0 ? CosNear(r) : SinNear(r);
        return quarters is 1 or 2 ? -y : y;
    }

    public static double Tan(double x)
    {
        double r = QuarterTurns.Reduce(x, out int quarters);
        return (quarters & 1) == 0 ? SinNear(r) / CosNear(r) : -CosNear(r) / SinNear(r);
    }

    public static double Asin(double x) => Atan(x / Math.Sqrt((1 - x) * (1 + x)));

    public static double Acos(double x) => 2 * Atan(Math.Sqrt((1 - x) / (1 + x)));

    public static double Atan(double x)
    {
        // artan a = π/2 − artan 1/a, and π/4 + artan (a − 1)/(a + 1): what is left is at most tan π/8.
        double a = Math.Abs(x);
        bool inverted = a > 1;
        a = inverted ? 1 / a : a;
        bool turned = a > 0.41421356237309503;
        a = turned ? (a - 1) / (a + 1) : a;
        double u = a * a;
        double y = 0.024390243902439025;
        y = Math.FusedMultiplyAdd(y, u, -0.02564102564102564);
        y = Math.FusedMultiplyAdd(y, u, 0.02702702702702703);
        y = Math.FusedMultiplyAdd(y, u, -0.02857142857142857);
        y = Math.FusedMultiplyAdd(y, u, 0.030303030303030304);
        y = Math.FusedMultiplyAdd(y, u, -0.03225806451612903);
        y = Math.FusedMultiplyAdd(y, u, 0.034482758620689655);
        y = Math.FusedMultiplyAdd(y, u, -0.037037037037037035);
        y = Math.FusedMultiplyAdd(y, u, 0.04);
        y = Math.FusedMultiplyAdd(y, u, -0.043478260869565216);
        y = Math.FusedMultiplyAdd(y, u, 0.047619047619047616);
        y = Math.FusedMultiplyAdd(y, u, -0.05263157894736842);
        y = Math.FusedMultiplyAdd(y, u, 0.058823529411764705);
        y = Math.FusedMultiplyAdd(y, u, -0.06666666666666667);
        y = Math.FusedMultiplyAdd(y, u, 0.07692307692307693);
        y = Math.FusedMultiplyAdd(y, u, -0.09090909090909091);
        y = Math.FusedMultiplyAdd(y, u, 0.1111111111111111);
        y = Math.FusedMultiplyAdd(y, u, -0.14285714285714285);
        y = Math.FusedMultiplyAdd(y, u, 0.2);
        y = Math.FusedMultiplyAdd(y, u, -0.3333333333333333);
        y = Math.FusedMultiplyAdd(a * u, y, a);
        y = turned ? (Quarter / 2) + y : y;
        y = inverted ? Quarter - y : y;
        return double.IsNegative(x) ? -y : y;
    }

    public static double Sinh(double x)
    {
        double a = Math.Abs(x), y;
        if (a < 22)
        {
            double e = ExpMinusOne(a);
            y = (e + (e / (e + 1))) / 2;
        }
        else
        {
            double half = Exp(a / 2);
            y = half / 2 * half;
        }

        return double.IsNegative(x) ? -y : y;
    }

    public static double Cosh(double x)
    {
        // e^|x| alone may overflow.
        double half = Exp(Math.Abs(x) / 2), e = half * half;
        return Math.Abs(x) < 22 ? (e + (1 / e)) / 2 : half / 2 * half;
    }

    public static double Tanh(double x)
    {
        double a = Math.Abs(x);
        double e = ExpMinusOne(a > 22 ? 44 : a + a);
        double y = double.IsNaN(x) ? x : e / (e + 2);
        return double.IsNegative(x) ? -y : y;
    }

    public static double Asinh(double x)
    {
        double a = Math.Abs(x);
        double y = a < 1e8 ? LogOnePlus(a + (a * a / (1 + Math.Sqrt(1 + (a * a))))) : Log(a) + Ln2Whole;
        return double.IsNegative(x) ? -y : y;
    }

    public static double Acosh(double x)
    {
        double t = x - 1;
        return x < 1e8 ? LogOnePlus(t + Math.Sqrt((2 * t) + (t * t))) : Log(x) + Ln2Whole;
    }

    public static double Atanh(double x)
    {
        double a = Math.Abs(x);
        double y = LogOnePlus((a + a) / (1 - a)) / 2;
        return double.IsNegative(x) ? -y : y;
    }

    private static double SinNear(double r)
    {
        double u = r * r;
        double y = -8.22063524662433e-18;
        y = Math.FusedMultiplyAdd(y, u, 2.8114572543455206e-15);
        y = Math.FusedMultiplyAdd(y, u, -7.647163731819816e-13);
        y = Math.FusedMultiplyAdd(y, u, 1.6059043836821613e-10);
        y = Math.FusedMultiplyAdd(y, u, -2.505210838544172e-08);
        y = Math.FusedMultiplyAdd(y, u, 2.7557319223985893e-06);
        y = Math.FusedMultiplyAdd(y, u, -0.0001984126984126984);
        y = Math.FusedMultiplyAdd(y, u, 0.008333333333333333);
        y = Math.FusedMultiplyAdd(y, u, -0.16666666666666666);
        return Math.FusedMultiplyAdd(r * u, y, r);
    }

    private static double CosNear(double r)
    {
        double u = r * r;
        double y = 4.110317623312165e-19;
        y = Math.FusedMultiplyAdd(y, u, -1.5619206968586225e-16);
        y = Math.FusedMultiplyAdd(y, u, 4.779477332387385e-14);
        y = Math.FusedMultiplyAdd(y, u, -1.1470745597729725e-11);
        y = Math.FusedMultiplyAdd(y, u, 2.08767569878681e-09);
        y = Math.FusedMultiplyAdd(y, u, -2.755731922398589e-07);
        y = Math.FusedMultiplyAdd(y, u, 2.48015873015873e-05);
        y = Math.FusedMultiplyAdd(y, u, -0.001388888888888889);
        y = Math.FusedMultiplyAdd(y, u, 0.041666666666666664);
        y = Math.FusedMultiplyAdd(y, u, -0.5);
        return Math.FusedMultiplyAdd(u, y, 1);
    }
}
