using System;
using System.Linq;

namespace Octavo.Compiler.Calibration;

/// <summary>What calibration records of one tensor, in memory that does not depend on the number of samples.</summary>
public sealed class TensorStatistics
{
    /// <summary>The weight of a sample in the moving average once there are enough: ONNX Runtime's averaging constant.</summary>
    public const double AveragingConstant = 0.01;

    public TensorStatistics(ChannelStatistics? channels = null)
        : this(float.PositiveInfinity, float.NegativeInfinity, 0, 0, new Histogram(), channels)
    {
    }

    public TensorStatistics(float min, float max, double averageMin, double averageMax, Histogram histogram, ChannelStatistics? channels, bool isMasked = false)
    {
        (Min, Max, AverageMin, AverageMax, Histogram, Channels, IsMasked) = (min, max, averageMin, averageMax, histogram, channels, isMasked);
    }

    public long Samples { get; private set; }

    public float Min { get; private set; }

    public float Max { get; private set; }

    /// <summary>
    /// The moving average of the samples' minima, <c>m += (x - m) * max(1/n, 0.01)</c> for the n-th sample: their mean at first, later an exponential average.
    /// </summary>
    public double AverageMin { get; private set; }

    /// <summary>Likewise of the maxima.</summary>
    public double AverageMax { get; private set; }

    public Histogram Histogram { get; }

    /// <summary>Recorded for what linear layers read; otherwise null.</summary>
    public ChannelStatistics? Channels { get; }

    /// <summary>Whether there was minus infinity, as masks of attention hold it, among the values. It counts for nothing else here.</summary>
    public bool IsMasked { get; private set; }

    /// <summary>Takes one sample's tensor into account.</summary>
    /// <returns>False, without having recorded anything, when the values are neither finite nor masked.</returns>
    public bool Add(ReadOnlySpan<float> values, Shape shape)
    {
        if (AddFinite(values, shape))
        {
            return true;
        }

        float[] seen = [.. values.ToArray().Where(v => !float.IsNegativeInfinity(v)).DefaultIfEmpty(0)];
        if (Channels is not null || seen.Length == values.Length || !AddFinite(seen, shape))
        {
            return false;
        }

        IsMasked = true;
        return true;
    }

    private bool AddFinite(ReadOnlySpan<float> values, Shape shape)
    {
        float min = float.PositiveInfinity, max = float.NegativeInfinity, sum = 0;
        foreach (float value in values)
        {
            min = value < min ? value : min;
            max = value > max ? value : max;
            // Zero for finite values, NaN from the first other one on.
            sum += value - value;
        }

        if (sum != 0 || float.IsNaN(sum))
        {
            return false;
        }

        Samples++;
        double weight = Math.Max(1.0 / Samples, AveragingConstant);
        AverageMin += (min - AverageMin) * weight;
        AverageMax += (max - AverageMax) * weight;
        Min = Math.Min(Min, min);
        Max = Math.Max(Max, max);
        Histogram.Add(values, min, max);
        Channels?.Add(values, shape);
        return true;
    }
}
