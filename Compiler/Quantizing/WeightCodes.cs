using System;
using System.Linq;
using Octavo.Compiler.Quantizing.Ranges;

namespace Octavo.Compiler.Quantizing;

/// <summary>Weights as codes with what they mean. The quantization's axis is -1 when one scale serves all.</summary>
internal sealed record WeightCodes(TensorData Codes, Quantization Quantization)
{
    /// <summary>The reals that the codes stand for.</summary>
    public float[] Reals()
    {
        Shape shape = Codes.Shape;
        int axis = Quantization.Axis, inner = axis < 0 ? 1 : (int)shape.Product(axis + 1, shape.Rank), channels = axis < 0 ? 1 : shape[axis];
        float[] reals = new float[Codes.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = i / inner % channels;
            reals[i] = (Codes.IntegerAt(i) - Quantization.ZeroPointOf(channel)) * Quantization.ScaleOf(channel);
        }

        return reals;
    }

    /// <summary>Quantizes by the smallest and largest weight of each channel, or of all when <paramref name="axis"/> is -1.</summary>
    /// <param name="leastScales">Scales, one for each, that those of the weights do not fall below: a wider range with the same zero point.</param>
    public static WeightCodes Of(TensorData weights, int axis, ElementType type, bool symmetric, float[]? leastScales = null)
    {
        float[] values = weights.ToFloats();
        Shape shape = weights.Shape;
        int channels = axis < 0 ? 1 : shape[axis], inner = axis < 0 ? 1 : (int)shape.Product(axis + 1, shape.Rank);
        var ranges = new TensorRange[channels];
        for (int i = 0; i < values.Length; i++)
        {
            ref TensorRange range = ref ranges[i / inner % channels];
            range = new TensorRange(Math.Min(range.Low, values[i]), Math.Max(range.High, values[i]));
        }

        Quantization[] each = [.. ranges.Select(range => ScaleRule.Of(range, type, symmetric))];
        float[] scales = [.. each.Select(q => q.Scale)];
        UseWidest(scales, ranges);
        scales = leastScales is null ? scales : [.. scales.Select((s, c) => Math.Max(s, leastScales[c]))];
        var quantization = new Quantization(scales, [.. each.Select(q => q.ZeroPoint)], axis);
        (long low, long high) = ScaleRule.Codes(type, symmetric);
        byte[] codes = new byte[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int channel = i / inner % channels;
            codes[i] = unchecked((byte)Code(values[i], quantization.ScaleOf(channel), quantization.ZeroPointOf(channel), low, high));
        }

        return new WeightCodes(new TensorData(type, shape, codes), quantization);
    }

    /// <summary>The rule of QuantizeLinear, in float as that operator computes.</summary>
    public static long Code(float value, float scale, int zeroPoint, long low, long high) =>
        Math.Min(Math.Max((long)Math.Round((double)(value / scale), MidpointRounding.ToEven) + zeroPoint, low), high);

    /// <summary>A channel of zeros could have any scale; the widest of the others keeps the bias, whose scale it decides, in range and precise.</summary>
    private static void UseWidest(float[] scales, TensorRange[] ranges)
    {
        float widest = scales.Where((_, c) => ranges[c] != default).DefaultIfEmpty(1).Max();
        for (int c = 0; c < scales.Length; c++)
        {
            scales[c] = ranges[c] == default ? widest : scales[c];
        }
    }
}
