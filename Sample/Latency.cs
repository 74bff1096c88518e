using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace Octavo.Sample;

/// <summary>Measures how long one inference takes.</summary>
internal static class Latency
{
    private const int Runs = 400;
    private const int InferencesPerRun = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>The median over runs of many inferences each, since one is too short for the clock.</summary>
    public static TimeSpan Median(IReadOnlyList<Digit> digits)
    {
        float[] scores = new float[Digits.OutputLength];
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            Infer(digits, scores);
        }

        var times = new TimeSpan[Runs];
        for (int run = 0; run < Runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            Infer(digits, scores);
            times[run] = Stopwatch.GetElapsedTime(start) / InferencesPerRun;
        }

        Array.Sort(times);
        return times[Runs / 2];
    }

    private static void Infer(IReadOnlyList<Digit> digits, float[] scores)
    {
        for (int i = 0; i < InferencesPerRun; i++)
        {
            Digits.Infer(digits[i % digits.Count].Pixels, scores);
        }
    }
}
