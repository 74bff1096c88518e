using System;

namespace Octavo.Runtime;

/// <summary>
/// The u8 codes of floats from <paramref name="low"/> to <paramref name="high"/>, both sides of zero: <c>scale = (high − low) / 255</c>, or 1 when both are 0;
/// <c>zeroPoint = round_half_even(clamp(0 − low / scale, 0, 255))</c>.
/// </summary>
internal readonly struct DynamicScale(float low, float high)
{
    public readonly float Scale = StepOf(low, high);

    public readonly int ZeroPoint = ZeroOf(low / StepOf(low, high));

    static float StepOf(float low, float high) => low == high ? 1 : (high - low) / 255;

    static int ZeroOf(float lowStep)
    {
        float zero = 0 - lowStep;
        zero = zero > 0 ? zero : 0;
        return (int)MathF.Round(zero < 255 ? zero : 255);
    }
}
