using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Octavo.Benchmarks.Workers;

/// <summary>Whether the threads of another process run.</summary>
internal static class ProcessActivity
{
    /// <summary>The system counts what a running thread uses at its ticks, of which some have 4 ms.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(9);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>What to wait where the system does not tell what its threads do.</summary>
    private static readonly TimeSpan Blind = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when the process has used less than a tenth of a processor for a moment, or patience is used up.</summary>
    public static void AwaitIdle(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(Blind);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        long before = ProcessorNanoseconds(process.Id);
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            Thread.Sleep(Interval);
            long now = ProcessorNanoseconds(process.Id);
            if (now - before < Interval.TotalNanoseconds / 10)
            {
                return;
            }

            before = now;
        }
    }

    /// <summary>The first number of each thread's schedstat.</summary>
    private static long ProcessorNanoseconds(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task").Sum(thread => ReadFirst(Path.Combine(thread, "schedstat")));
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static long ReadFirst(string path)
    {
        try
        {
            return long.Parse(File.ReadAllText(path).Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The thread has ended.
            return 0;
        }
    }
}
