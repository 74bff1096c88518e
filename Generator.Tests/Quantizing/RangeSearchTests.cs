using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Compiler.Quantizing.Ranges;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>The methods that search for a range find what trying every candidate finds.</summary>
public sealed class RangeSearchTests
{
    /// <summary>Counts of bins of width 1 from a first one on: bells, tails, gaps, and much or nothing at 0.</summary>
    public static TheoryData<int, int, int> Histograms => new() { { 1, 0, 300 }, { 2, 0, 256 }, { 3, -150, 400 }, { 4, -700, 1400 }, { 5, -380, 380 }, { 6, -3, 515 } };

    [Theory]
    [MemberData(nameof(Histograms))]
    public void The_least_divergence(int seed, int first, int bins)
    {
        long[] counts = Counts(seed, first, bins);
        TensorRange chosen = Choose(RangeMethod.Entropy, counts, first);
        double[] divergences = [.. Thresholds(first, bins).Select(t => Divergence(counts, first, t))];
        int best = Array.IndexOf(divergences, divergences.Min());
        double threshold = Thresholds(first, bins)[best];
        Assert.Equal(new TensorRange(Math.Max(-threshold, first), Math.Min(threshold, first + bins)), chosen);
    }

    [Theory]
    [MemberData(nameof(Histograms))]
    public void The_least_squared_error(int seed, int first, int bins)
    {
        long[] counts = Counts(seed, first, bins);
        (double low, double high) = (first, first + bins);
        TensorRange chosen = Choose(RangeMethod.Mse, counts, first);
        double error = SquaredError(counts, first, chosen.Low, chosen.High);

        // No range with both ends drawn in alike is better, and none whose one end lies a step elsewhere.
        for (int step = 0; step < 190; step++)
        {
            Assert.True(SquaredError(counts, first, low * (1 - (step * 0.005)), high * (1 - (step * 0.005))) * (1 + 1e-9) >= error, $"{step} steps of 0.5 % are better than {chosen}.");
        }

        foreach (int sign in new[] { -1, 1 })
        {
            Assert.True(SquaredError(counts, first, Math.Clamp(chosen.Low + (sign * 0.005 * low), low, 0), chosen.High) * (1 + 1e-9) >= error);
            Assert.True(SquaredError(counts, first, chosen.Low, Math.Clamp(chosen.High + (sign * 0.005 * high), 0, high)) * (1 + 1e-9) >= error);
        }
    }

    private static TensorRange Choose(RangeMethod method, long[] counts, int first) => RangeChoice.Of(
        new TensorStatistics(first, first + counts.Length, first, first + counts.Length, new Histogram(0, first, counts), null), new QuantizationSettings { Method = method }, ElementType.UInt8);

    /// <summary>256 equal parts of the farthest value, in whole bins, from the farthest on, as long as 128 bins lie inside.</summary>
    private static List<long> Thresholds(int first, int bins)
    {
        long farthest = Math.Max(Math.Abs(first), Math.Abs(first + bins));
        return [.. Enumerable.Range(1, 256).Reverse().Select(part => farthest * part / 256).TakeWhile(t => Math.Min(t, first + bins) - Math.Max(-t, first) >= 128)];
    }

    /// <summary>Σ P ln(P / Q), Q the counts inside in 128 levels, each level's spread over the bins of it that P uses; zeros do not count.</summary>
    private static double Divergence(long[] counts, int first, double threshold)
    {
        int low = (int)Math.Max(-threshold, first), width = (int)Math.Min(threshold, first + counts.Length) - low;
        double[] p = new double[width], inside = new double[width];
        for (int i = 0; i < counts.Length; i++)
        {
            int bin = first + i - low;
            if (first + i != 0)
            {
                p[Math.Clamp(bin, 0, width - 1)] += counts[i];
                inside[Math.Clamp(bin, 0, width - 1)] += bin >= 0 && bin < width ? counts[i] : 0;
            }
        }

        // Level l begins with bin ⌊l · width / 128⌋.
        double all = p.Sum(), kept = inside.Sum(), divergence = 0;
        foreach (var level in Enumerable.Range(0, width).GroupBy(bin => ((((bin + 1) * 128) - 1) / width)))
        {
            int[] used = [.. level.Where(bin => p[bin] > 0)];
            double q = Math.Max(level.Sum(bin => inside[bin]) / used.Length, 1e-4) / kept;
            divergence += used.Sum(bin => p[bin] / all * Math.Log(p[bin] / all / q));
        }

        return divergence;
    }

    /// <summary>Σ n (x - q(x))² with 256 codes from low to high, the one of 0 among them.</summary>
    private static double SquaredError(long[] counts, int first, double low, double high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        double step = (float)((high - low) / 255), zero = Math.Round(-low / ((high - low) / 255)), error = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double x = first + i + 0.5, code = Math.Clamp(Math.Round(x / step) + zero, 0, 255);
            error += counts[i] * Math.Pow(x - ((code - zero) * step), 2);
        }

        return error;
    }

    private static long[] Counts(int seed, int first, int bins)
    {
        var random = new Random(seed);
        double width = bins / (2.0 + (seed % 3));
        return [.. Enumerable.Range(0, bins).Select(i => random.Next(8) == 0 ? 0 : (long)(10000 * Math.Exp(-Math.Pow((first + i) / width, 2)) * random.NextDouble()) + (i % 97 == 0 ? 1 : 0))];
    }
}
