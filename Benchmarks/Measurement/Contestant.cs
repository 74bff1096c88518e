using System;
using System.Diagnostics;

namespace Octavo.Benchmarks.Measurement;

/// <summary>A contestant in this process.</summary>
/// <param name="run">Runs as often as it is told.</param>
/// <param name="clock">Times the blocks.</param>
internal sealed class Contestant(Action<int> run, Clock clock) : IContestant
{
    /// <summary>Long enough for the just-in-time compiler to replace what it compiled in haste.</summary>
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(8);

    public int WarmUp()
    {
        run(1);
        int runs = 1;
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var elapsed = Time(runs);
            if (elapsed < Block / 2)
            {
                runs *= 2;
            }
            else if (Stopwatch.GetElapsedTime(start) > WarmUpTime)
            {
                return Math.Max(1, (int)(runs * (Block / elapsed)));
            }
        }
    }

    public double TimeBlock(int runs)
    {
        // The first run brings the caches back and is not counted.
        run(1);
        return Time(runs).TotalMilliseconds / runs;
    }

    private TimeSpan Time(int runs)
    {
        var before = clock.Now;
        run(runs);
        return clock.Now - before;
    }
}
