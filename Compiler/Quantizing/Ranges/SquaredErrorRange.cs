using System;
using Octavo.Compiler.Calibration;

namespace Octavo.Compiler.Quantizing.Ranges;

/// <summary>
/// The range with the least <c>sum n (x - q(x))^2</c> over the histogram, x the centre of a bin and n its count: both ends are drawn in together in steps of 0.5 %, then each
/// by itself while that helps.
/// </summary>
internal static class SquaredErrorRange
{
    private const double Step = 0.005;
    private const int Steps = 190;

    public static TensorRange Of(TensorStatistics statistics, ElementType type, bool symmetric)
    {
        var full = new TensorRange(statistics.Min, statistics.Max);
        var histogram = statistics.Histogram;
        (TensorRange best, double least) = (full, Error(histogram, full, type, symmetric));
        for (int i = 1; i < Steps; i++)
        {
            Try(new TensorRange(full.Low * (1 - (i * Step)), full.High * (1 - (i * Step))));
        }

        bool improved = true;
        for (int round = 0; improved && round < Steps; round++)
        {
            double before = least;
            double low = full.Low * Step, high = full.High * Step;
            TensorRange start = best;
            Try(start with { Low = start.Low - low });
            Try(start with { Low = Math.Max(start.Low + low, full.Low) });
            Try(start with { High = start.High - high });
            Try(start with { High = Math.Min(start.High + high, full.High) });
            improved = least < before;
        }

        return best;

        void Try(TensorRange range)
        {
            if (range.Low <= range.High && Error(histogram, range, type, symmetric) is double error && error < least)
            {
                (best, least) = (range, error);
            }
        }
    }

    public static double Error(Histogram histogram, TensorRange range, ElementType type, bool symmetric)
    {
        Quantization quantization = ScaleRule.Of(range, type, symmetric);
        double scale = quantization.Scale;
        long low = type.MinValue() - quantization.ZeroPoint, high = type.MaxValue() - quantization.ZeroPoint;
        double error = 0;
        for (int i = 0; i < histogram.Bins; i++)
        {
            double x = histogram.Center(i);
            double code = Math.Min(Math.Max(Math.Round(x / scale), low), high);
            double difference = x - (code * scale);
            error += histogram.Counts[i] * difference * difference;
        }

        return error;
    }
}
