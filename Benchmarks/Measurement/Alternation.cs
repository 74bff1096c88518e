using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Octavo.Benchmarks.Measurement;

/// <summary>
/// Compares ways of doing the same: A, B, A, B, … in blocks, so that all see the same state of a machine whose speed drifts.
/// </summary>
/// <param name="duration">How long to measure all together; at least <see cref="MinimumRounds"/> rounds are run.</param>
internal sealed class Alternation(TimeSpan duration)
{
    private const int MinimumRounds = 9;
    private const int MaximumRounds = 400;

    /// <summary>The timings in the order of the contestants.</summary>
    public Timing[] Measure(params IContestant[] contestants)
    {
        int[] runs = [.. contestants.Select(contestant => contestant.WarmUp())];
        var blocks = contestants.Select(_ => new List<double>()).ToArray();
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinimumRounds || (round < MaximumRounds && Stopwatch.GetElapsedTime(start) < duration); round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                blocks[i].Add(contestants[i].TimeBlock(runs[i]));
            }
        }

        return [.. blocks.Select(Timing.Of)];
    }
}
