using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace Octavo.Benchmarks.Measurement;

/// <summary>
/// Compares two ways of doing the same in one process: A, B, A, B, … in blocks, so that both see the same state of a machine whose speed drifts.
/// </summary>
/// <param name="clock">Times the blocks.</param>
/// <param name="duration">How long to measure both together; at least <see cref="MinimumRounds"/> rounds are run.</param>
/// <param name="rest">A pause before each block, so that threads which one side leaves spinning do not take the other's processors.</param>
internal sealed class Alternation(Clock clock, TimeSpan duration, TimeSpan rest)
{
    private const int MinimumRounds = 9;
    private const int MaximumRounds = 400;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(8);

    public Clock Clock => clock;

    /// <summary>Each action runs one inference as often as it is told.</summary>
    public (Timing A, Timing B) Measure(Action<int> a, Action<int> b)
    {
        int timesA = BlockLength(a), timesB = BlockLength(b);
        var blocksA = new List<double>();
        var blocksB = new List<double>();
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinimumRounds || (round < MaximumRounds && Stopwatch.GetElapsedTime(start) < duration); round++)
        {
            blocksA.Add(TimeBlock(a, timesA));
            blocksB.Add(TimeBlock(b, timesB));
        }

        return (Timing.Of(blocksA), Timing.Of(blocksB));
    }

    /// <summary>Warms up and returns how many inferences fill a block.</summary>
    private int BlockLength(Action<int> action)
    {
        action(1);
        int times = 1;
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var before = clock.Now;
            action(times);
            var elapsed = clock.Now - before;
            if (elapsed < Block / 2)
            {
                times *= 2;
            }
            else if (Stopwatch.GetElapsedTime(start) > WarmUp)
            {
                return Math.Max(1, (int)(times * (Block / elapsed)));
            }
        }
    }

    private double TimeBlock(Action<int> action, int times)
    {
        if (rest > TimeSpan.Zero)
        {
            Thread.Sleep(rest);
        }

        // The first run brings the caches back and is not counted.
        action(1);
        var before = clock.Now;
        action(times);
        return (clock.Now - before).TotalMilliseconds / times;
    }
}
