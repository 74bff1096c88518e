using System;
using Octavo.Compiler.Calibration;

namespace Octavo.Compiler.Quantizing.Ranges;

/// <summary>
/// The range that leaves out (100 - percentile) % of all values, half of them at either end, to whole bins: it begins with the first bin up to which more than that
/// share has been counted and ends with the first one up to which all but that share has.
/// </summary>
internal static class PercentileRange
{
    public static TensorRange Of(Histogram histogram, double percentile)
    {
        long total = 0;
        foreach (long count in histogram.Counts)
        {
            total += count;
        }

        double cut = total * (1 - (percentile / 100)) / 2;
        int first = -1, last = -1;
        long counted = 0;
        for (int i = 0; i < histogram.Bins && last < 0; i++)
        {
            counted += histogram.Counts[i];
            first = first < 0 && counted > cut ? i : first;
            last = counted >= total - cut ? i : last;
        }

        return new TensorRange(histogram.Edge(Math.Max(first, 0)), histogram.Edge(last + 1));
    }
}
