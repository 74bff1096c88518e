using System;
using System.Linq;

namespace Octavo.Compiler.Calibration;

/// <summary>The mean and the largest magnitude of each channel of a tensor.</summary>
public sealed class ChannelStatistics
{
    private readonly double[] _sums;
    private readonly float[] _magnitudes;
    private long _perChannel;

    /// <param name="axis">The axis that numbers the channels.</param>
    public ChannelStatistics(int axis, int channels)
    {
        Axis = axis;
        _sums = new double[channels];
        _magnitudes = new float[channels];
    }

    /// <summary>Statistics that were recorded.</summary>
    public ChannelStatistics(int axis, double[] means, float[] magnitudes)
    {
        Axis = axis;
        _sums = means;
        _magnitudes = magnitudes;
        _perChannel = 1;
    }

    public int Axis { get; }

    public float[] Means => [.. _sums.Select(s => (float)(s / Math.Max(_perChannel, 1)))];

    public float[] Magnitudes => [.. _magnitudes];

    public void Add(ReadOnlySpan<float> values, Shape shape)
    {
        int channels = shape[Axis];
        int inner = (int)shape.Product(Axis + 1, shape.Rank);
        int outer = (int)shape.Product(0, Axis);
        for (int start = 0, block = 0; block < outer * channels; block++, start += inner)
        {
            double sum = 0;
            float magnitude = 0;
            foreach (float value in values.Slice(start, inner))
            {
                sum += value;
                magnitude = Math.Max(magnitude, Math.Abs(value));
            }

            int channel = block % channels;
            _sums[channel] += sum;
            _magnitudes[channel] = Math.Max(_magnitudes[channel], magnitude);
        }

        _perChannel += outer * inner;
    }
}
