using System;
using Octavo.Compiler.Calibration;

namespace Octavo.Compiler.Quantizing.Ranges;

/// <summary>
/// The range [-t, t], cut to the values seen, whose distribution survives quantization best. For each t: P is the histogram inside with the counts outside added to the edge
/// bins; Q divides it into <see cref="Levels"/> parts and spreads each part's count evenly over its bins in use; the t with the least <c>sum P log(P / Q)</c> wins, the widest of equals.
/// </summary>
internal static class EntropyRange
{
    /// <summary>The levels that ONNX Runtime's calibration compares with.</summary>
    public const int Levels = 128;

    private const double Trace = 1e-4;

    /// <summary>Neighbouring thresholds differ by this share of the largest at most; more precision changes nothing that 8 bits could show.</summary>
    private const int Candidates = 256;

    public static TensorRange Of(Histogram histogram)
    {
        long[] counts = histogram.Counts.ToArray();
        // Zero has a code of its own in every range: how often it occurs, as after a Relu, says nothing about the others.
        if (-histogram.First is long zero and >= 0 && zero < counts.Length)
        {
            counts[zero] = 0;
        }

        long end = histogram.First + counts.Length;
        long farthest = Math.Max(Math.Abs(histogram.First), Math.Abs(end));
        var best = new TensorRange(histogram.Edge(0), histogram.Edge(counts.Length));
        double least = double.PositiveInfinity;
        for (int candidate = Candidates; candidate > 0; candidate--)
        {
            // In double: the bins of a tensor that is constant may lie so far out that the product exceeds a long.
            long threshold = (long)((double)farthest * candidate / Candidates);
            long first = Math.Max(-threshold, histogram.First) - histogram.First, last = Math.Min(threshold, end) - histogram.First;
            if (last - first < Levels)
            {
                break;
            }

            (int from, int to) = ((int)first, (int)last);
            double divergence = Divergence(counts, from, to);
            if (divergence < least)
            {
                least = divergence;
                best = new TensorRange(histogram.Edge(from), histogram.Edge(to));
            }
        }

        return best;
    }

    /// <summary>The divergence of the counts in [from, to) with the others folded into its ends.</summary>
    private static double Divergence(long[] counts, int from, int to)
    {
        int bins = to - from;
        double[] p = new double[bins];
        double total = 0, totalInside = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            p[Math.Min(Math.Max(i - from, 0), bins - 1)] += counts[i];
            total += counts[i];
            totalInside += i >= from && i < to ? counts[i] : 0;
        }

        if (totalInside == 0)
        {
            return total == 0 ? 0 : double.PositiveInfinity;
        }

        double divergence = 0;
        for (int level = 0; level < Levels; level++)
        {
            int start = (int)((long)level * bins / Levels), end = (int)((long)(level + 1) * bins / Levels);
            double inside = 0;
            int used = 0;
            for (int i = start; i < end; i++)
            {
                // What was folded in is not part of what quantization reproduces.
                inside += counts[from + i];
                used += p[i] > 0 ? 1 : 0;
            }

            for (int i = start; i < end; i++)
            {
                if (p[i] > 0)
                {
                    // A bin that only what was folded in has filled is not empty in Q, but nearly.
                    double q = Math.Max(inside / used, Trace) / totalInside;
                    divergence += p[i] / total * Math.Log(p[i] / total / q);
                }
            }
        }

        return divergence;
    }
}
