using System;

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

    public TensorStatistics(float min, float max, double averageMin, double averageMax, Histogram histogram, ChannelStatistics? channels)
    {
        (Min, Max, AverageMin, AverageMax, Histogram, Channels) = (min, max, averageMin, averageMax, histogram, channels);
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

    /// <summary>Takes one sample's tensor into account.</summary>
    /// <returns>False, without having recorded anything, when the values are not all finite.</returns>
    public bool Add(ReadOnlySpan<float> values, Shape shape)
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
