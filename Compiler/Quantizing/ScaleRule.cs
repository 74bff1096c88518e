using System;
using Octavo.Compiler.Quantizing.Ranges;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// From a range [l, h], widened to hold 0, to <c>real = (code - zeroPoint) * scale</c>, as ONNX Runtime's quantizer does it. Asymmetric: <c>scale = (h - l) / (qmax - qmin)</c>,
/// <c>zeroPoint = round(qmin - l / scale)</c>. Symmetric: the range becomes [-a, a] with a the larger magnitude, signed codes leave out their lowest one, and the zero point is the middle of the codes.
/// Computed in double, rounded to even, stored as float.
/// </summary>
public static class ScaleRule
{
    public static Quantization Of(TensorRange range, ElementType type, bool symmetric)
    {
        (long lowest, long highest) = Codes(type, symmetric);
        return Of(range, lowest, highest, symmetric);
    }

    /// <summary>The codes in use: symmetric signed ones leave out the lowest, so that every code has a negative.</summary>
    public static (long Lowest, long Highest) Codes(ElementType type, bool symmetric) =>
        (symmetric && type is (ElementType.Int8 or ElementType.Int16) ? type.MinValue() + 1 : type.MinValue(), type.MaxValue());

    public static Quantization Of(TensorRange range, long lowest, long highest, bool symmetric)
    {
        (double low, double high) = range.WithZero();
        if (symmetric)
        {
            high = Math.Max(-low, high);
            low = -high;
        }

        double scale = (high - low) / (highest - lowest);
        if (!((float)scale >= SmallestNormal))
        {
            return new Quantization(1, symmetric ? Middle(lowest, highest) : (int)Math.Min(Math.Max(0, lowest), highest));
        }

        return new Quantization((float)scale, symmetric
            ? Middle(lowest, highest)
            : (int)Math.Min(Math.Max(Math.Round(lowest - (low / scale), MidpointRounding.ToEven), lowest), highest));
    }

    /// <summary>2^-126: a scale below it stands for a tensor that is all zeros.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    private static int Middle(long lowest, long highest) => (int)Math.Round((lowest + highest) / 2.0, MidpointRounding.ToEven);
}
