using System;
using System.Linq;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// A bias is an int32 in the scale of the accumulator, sx · sw, and the products of codes are added to it: it may take half of the int32's range. Where the weights of a channel are so small beside its bias
/// that it would need more, their scale is <c>|b| / (sx · 2^30)</c>; the steps that this costs are 2^-30 of the bias and do not show in the result.
/// </summary>
internal static class BiasRoom
{
    private const double Room = 1 << 30;

    /// <param name="bias">Null for none.</param>
    /// <param name="scales">The number of scales that the weights have: one, or one for each entry of the bias.</param>
    /// <returns>The least scale of weights, for each.</returns>
    public static float[] LeastScales(float[]? bias, float inputScale, int scales)
    {
        double[] magnitudes = bias is null ? new double[scales] : scales == 1 ? [bias.Max(b => Math.Abs((double)b))] : Array.ConvertAll(bias, b => Math.Abs((double)b));
        return Array.ConvertAll(magnitudes, b => (float)(Math.Max(b / Room, ScaleRule.SmallestNormal) / inputScale));
    }
}
