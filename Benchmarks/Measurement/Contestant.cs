using System;
using System.Diagnostics;
using System.Runtime;

namespace Octavo.Benchmarks.Measurement;

/// <summary>A contestant in this process.</summary>
/// <param name="run">Runs as often as it is told.</param>
/// <param name="clock">Times the blocks.</param>
internal sealed class Contestant(Action<int> run, Clock clock) : IContestant
{
    private static readonly TimeSpan LeastWarmUp = TimeSpan.FromMilliseconds(700);

    /// <summary>The just-in-time compiler has replaced what it compiled in haste when it compiled nothing for as long as this.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(8);

    public int WarmUp()
    {
        run(1);
        int runs = 1;
        long start = Stopwatch.GetTimestamp(), changed = start, methods = 0;
        while (true)
        {
            var elapsed = Time(runs);
            if (JitInfo.GetCompiledMethodCount() is var compiled && compiled != methods)
            {
                (methods, changed) = (compiled, Stopwatch.GetTimestamp());
            }

            if (elapsed < Block / 2)
            {
                runs *= 2;
            }
            else if (Stopwatch.GetElapsedTime(start) > LeastWarmUp && Stopwatch.GetElapsedTime(changed) > Silence)
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
