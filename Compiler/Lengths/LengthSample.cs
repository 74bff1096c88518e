using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;

namespace Octavo.Compiler.Lengths;

/// <summary>The lengths at which a model is compiled: all of them when that is cheap, otherwise the extremes, what lies around whole tiles, and some between.</summary>
internal static class LengthSample
{
    private const int Fewest = 18, Plenty = 512;

    // In bytes of weights that are looked at; a layer costs as much as some of them.
    private const long Budget = 1L << 29, CostOfLayer = 1L << 16;

    // How much more is spent on a model whose constants depend on the length, so that every length must be looked at.
    private const int Effort = 8;

    /// <summary>Distinct lengths, the greatest not among them.</summary>
    /// <param name="range">The lengths.</param>
    /// <param name="longest">The plan for the greatest.</param>
    /// <param name="all">All shorter lengths are needed, if they can be had.</param>
    public static IReadOnlyList<int> Of(LengthRange range, Plan longest, bool all = false)
    {
        long affordable = (all ? Effort * Budget : Budget) / (longest.Weights.Length + (CostOfLayer * (longest.Layers.Count + 1)));
        int count = (int)Math.Min(Math.Max(Fewest, affordable), all ? int.MaxValue : Plenty);
        int middle = (range.Least + range.Most) / 32 * 16;
        int[] first = [range.Most - 1, range.Least, range.Least + 1, range.Least + 2, middle, middle + 1, middle - 1, 16, 17, 15, 32, 33, 31, range.Least + 3];
        return first.Where(l => l >= range.Least && l < range.Most).Concat(Scattered(range)).Distinct().Take(count).ToList();
    }

    /// <summary>All shorter lengths in an order of which every beginning is spread over the range.</summary>
    private static IEnumerable<int> Scattered(LengthRange range)
    {
        for (long step = 1L << 31; step > 0; step /= 2)
        {
            // Odd multiples of the step: each length once.
            for (long at = step; at < range.Most; at += 2 * step)
            {
                if (at >= range.Least)
                {
                    yield return (int)at;
                }
            }
        }
    }
}
