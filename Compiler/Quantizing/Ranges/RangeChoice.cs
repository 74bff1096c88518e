using System;
using Octavo.Compiler.Calibration;

namespace Octavo.Compiler.Quantizing.Ranges;

/// <summary>Turns a tensor's statistics into the range that its codes cover.</summary>
public static class RangeChoice
{
    /// <param name="type">The type of the codes, whose number of levels some methods weigh.</param>
    public static TensorRange Of(TensorStatistics statistics, QuantizationSettings settings, ElementType type)
    {
        TensorRange range = settings.Method switch
        {
            RangeMethod.Minmax => new(statistics.Min, statistics.Max),
            RangeMethod.MovingAverage => new(statistics.AverageMin, statistics.AverageMax),
            RangeMethod.Percentile => PercentileRange.Of(statistics.Histogram, settings.Percentile),
            RangeMethod.Entropy => EntropyRange.Of(statistics.Histogram),
            _ => SquaredErrorRange.Of(statistics, type, settings.SymmetricActivations),
        };
        return new TensorRange(Math.Max(range.Low, statistics.Min), Math.Min(range.High, statistics.Max));
    }
}
