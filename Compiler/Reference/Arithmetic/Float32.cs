using System;

namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>binary32 operations that netstandard2.0 lacks, rounded as the processor's instructions round them.</summary>
internal static class Float32
{
    /// <summary>2^-126.</summary>
    private const double SmallestNormal = 1.1754943508222875e-38;

    /// <summary>x * y + z, rounded once.</summary>
    public static float FusedMultiplyAdd(float x, float y, float z)
    {
        // 24 + 24 bits fit in 53: the product is exact.
        double product = (double)x * y;
        double sum = product + z;
        return MayBeTie(sum) ? (float)RoundedToOdd(product, z, sum) : (float)sum;
    }

    /// <summary>The nearest integer; of two, the even one.</summary>
    public static float RoundHalfEven(float x) => (float)Math.Round((double)x, MidpointRounding.ToEven);

    /// <summary>
    /// Rounding to double and then to float differs from rounding once only where the double lies half-way between two floats: where the 29 bits that
    /// normal floats lack are a one and zeros. Below the normal floats there are more such places.
    /// </summary>
    private static bool MayBeTie(double sum) =>
        (BitConverter.DoubleToInt64Bits(sum) & 0x1FFF_FFFF) == 0x1000_0000 || (Math.Abs(sum) < SmallestNormal && sum != 0);

    /// <summary>x + y, of which <paramref name="sum"/> is the nearest double: an inexact sum gets an odd last bit, so that it is no tie of floats.</summary>
    private static double RoundedToOdd(double x, double y, double sum)
    {
        double shared = sum - x;
        double error = (x - (sum - shared)) + (y - shared);
        long bits = BitConverter.DoubleToInt64Bits(sum);
        if (error != 0 && (bits & 1) == 0)
        {
            bits += (error > 0) == (sum > 0) ? 1 : -1;
        }

        return BitConverter.Int64BitsToDouble(bits);
    }
}
