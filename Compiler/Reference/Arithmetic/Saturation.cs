using System;

namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>From a real number of steps to a code within [low, high]. NaN becomes the lower bound, as MAXPS makes it.</summary>
internal static class Saturation
{
    /// <summary>Clamps, rounds half to even, then adds the zero point: the rule of QuantizeLinear and of every requantization.</summary>
    public static int RoundThenShift(float steps, int zeroPoint, int low, int high)
    {
        float clamped = Clamp(steps, (float)((long)low - zeroPoint), (float)((long)high - zeroPoint));
        // The float bounds of a 32-bit range may lie just outside of it.
        long code = (long)Float32.RoundHalfEven(clamped) + zeroPoint;
        return (int)Math.Max(low, Math.Min(code, high));
    }

    /// <summary>Rounds half to even what holds the zero point already: the rule of QLinearAdd, QLinearMul and QLinearAveragePool.</summary>
    public static int Round(float code, int low, int high) => RoundThenShift(code, 0, low, high);

    private static float Clamp(float x, float low, float high)
    {
        x = x > low ? x : low;
        return x < high ? x : high;
    }
}
