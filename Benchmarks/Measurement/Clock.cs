using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.Measurement;

/// <summary>What time is measured with.</summary>
internal abstract partial class Clock
{
    /// <summary>The time that passes: what a caller waits.</summary>
    public static Clock Wall { get; } = new WallClock();

    /// <summary>The processor time of the calling thread (Linux): it leaves out the time in which other programs had the processor.</summary>
    public static Clock Processor { get; } = new ThreadClock();

    public abstract TimeSpan Now { get; }

    private sealed class WallClock : Clock
    {
        public override TimeSpan Now => Stopwatch.GetElapsedTime(0);
    }

    private sealed partial class ThreadClock : Clock
    {
        private const int ThreadProcessorTime = 3;

        public override TimeSpan Now
        {
            get
            {
                if (GetTime(ThreadProcessorTime, out var time) != 0)
                {
                    throw new PlatformNotSupportedException("This system does not tell the processor time of a thread.");
                }

                return new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
            }
        }

        [LibraryImport("libc", EntryPoint = "clock_gettime")]
        private static partial int GetTime(int clock, out TimeSpec time);

        private struct TimeSpec
        {
            public long Seconds;
            public long Nanoseconds;
        }
    }
}
