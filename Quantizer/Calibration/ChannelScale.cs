using System;
using Octavo.Compiler;

namespace Octavo.Tool.Calibration;

/// <summary>Multiplies the channels of a tensor, along axis 1, by powers of two.</summary>
internal static class ChannelScale
{
    public static void Apply(ReadOnlySpan<float> values, Shape shape, int[] exponents, Span<float> result)
    {
        int inner = (int)shape.Product(2, shape.Rank);
        for (int start = 0, block = 0; start < values.Length; start += inner, block++)
        {
            float factor = MathF.ScaleB(1, exponents[block % exponents.Length]);
            for (int i = start; i < start + inner; i++)
            {
                result[i] = values[i] * factor;
            }
        }
    }
}
