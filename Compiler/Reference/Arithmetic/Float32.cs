using System;

namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>binary32 operations that netstandard2.0 lacks, rounded as the processor's instructions round them.</summary>
internal static class Float32
{
    /// <summary>x * y + z, rounded once.</summary>
    public static float FusedMultiplyAdd(float x, float y, float z)
    {
        // 24 + 24 bits fit in 53: the product is exact. The sum is rounded to odd, which keeps enough of what was lost for the rounding to float to
        // be right: an inexact sum never looks like a tie.
        double product = (double)x * y;
        double sum = product + z;
        double shared = sum - product;
        double error = (product - (sum - shared)) + (z - shared);
        if (error == 0 || double.IsNaN(error) || double.IsInfinity(sum))
        {
            return (float)sum;
        }

        long bits = BitConverter.DoubleToInt64Bits(sum);
        if ((bits & 1) == 0)
        {
            bits += (error > 0) == (sum > 0) ? 1 : -1;
        }

        return (float)BitConverter.Int64BitsToDouble(bits);
    }

    /// <summary>The nearest integer; of two, the even one.</summary>
    public static float RoundHalfEven(float x) => (float)Math.Round((double)x, MidpointRounding.ToEven);
}
