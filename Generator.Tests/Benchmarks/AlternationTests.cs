using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Xunit;

namespace Octavo.Generator.Tests.Benchmarks;

public sealed class AlternationTests
{
    [Fact]
    public void Blocks_take_turns_after_all_have_warmed_up()
    {
        var log = new List<string>();

        new Alternation(TimeSpan.Zero).Measure(new Recorder("a", 2, log, _ => 1), new Recorder("b", 3, log, _ => 1));

        Assert.Equal(["warm a", "warm b", "a 2", "b 3", "a 2", "b 3"], log.Take(6));
        Assert.Equal(log.Count(line => line == "a 2"), log.Count(line => line == "b 3"));
    }

    [Fact]
    public void Each_contestant_has_its_own_timing()
    {
        var timings = new Alternation(TimeSpan.Zero).Measure(new Recorder("a", 1, [], block => 10 + block), new Recorder("b", 1, [], block => 100 - block));

        Assert.Equal(10, timings[0].Minimum);
        Assert.True(timings[0].Median is > 10 and < 20);
        Assert.True(timings[1].Minimum < timings[1].Median);
        Assert.True(timings[1].Median is > 90 and < 100);
    }

    /// <param name="milliseconds">What the block with this index takes.</param>
    private sealed class Recorder(string name, int runs, List<string> log, Func<int, double> milliseconds) : IContestant
    {
        private int _blocks;

        public int WarmUp()
        {
            log.Add("warm " + name);
            return runs;
        }

        public double TimeBlock(int count)
        {
            log.Add($"{name} {count}");
            return milliseconds(_blocks++);
        }
    }
}
