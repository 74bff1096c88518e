using System.Collections.Generic;
using System.Linq;

namespace Octavo.Benchmarks.Measurement;

/// <summary>The time of one inference over many blocks, in milliseconds.</summary>
internal sealed record Timing(double Median, double Minimum)
{
    public static Timing Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Timing(median, sorted[0]);
    }
}
