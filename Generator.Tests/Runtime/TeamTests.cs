using System;
using System.Threading;
using System.Threading.Tasks;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void EveryPartSeesWhatAllWroteBeforeABarrier(int threads)
    {
        using var team = new Team(threads);
        var work = new Layers(team);
        for (int run = 0; run < 200; run++)
        {
            team.Run(work);
        }

        Assert.Equal(200 * threads * Layers.Count, work.Right);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void AFailingPartReleasesTheOthersAndReachesTheCaller(int failing)
    {
        using var team = new Team(4);
        var failure = new Failure(team, failing);
        for (int run = 0; run < 20; run++)
        {
            Assert.Equal("part " + failing, Assert.Throws<FormatException>(() => team.Run(failure)).Message);
        }

        var work = new Layers(team);
        team.Run(work);
        Assert.Equal(4 * Layers.Count, work.Right);
    }

    [Fact]
    public void RunsAllocateNothing()
    {
        using var team = new Team(3);
        var work = new Layers(team);
        team.Run(work);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 100; run++)
        {
            team.Run(work);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ASleepingTeamWakesUp()
    {
        using var team = new Team(3);
        var work = new Layers(team);
        for (int run = 0; run < 5; run++)
        {
            Thread.Sleep(20);
            team.Run(work);
        }

        Assert.Equal(5 * 3 * Layers.Count, work.Right);
    }

    [Fact]
    public async Task ASecondCallerIsRefused()
    {
        using var team = new Team(2);
        using var entered = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        Task first = Task.Run(() => team.Run(new Waiting(entered, leave)));
        await entered.WaitAsync();
        Assert.Throws<InvalidOperationException>(() => team.Run(new Layers(team)));
        leave.Release();
        await first;
    }

    [Fact]
    public void ADisposedTeamRefusesToRun()
    {
        var team = new Team(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new Layers(team)));
    }

    [Fact]
    public void NoTeamWithoutThreads() => Assert.Throws<ArgumentOutOfRangeException>(() => new Team(0));

    /// <summary>Each layer writes one cell per part, then every part checks all cells of the layer before.</summary>
    private sealed class Layers(Team team) : IPartitioned
    {
        public const int Count = 8;

        private readonly int[][] _cells = [new int[16], new int[16]];
        private int _right;

        public int Right => _right;

        public void Run(int part, int parts)
        {
            for (int layer = 0; layer < Count; layer++)
            {
                int[] cells = _cells[layer % 2];
                cells[part] = layer;
                team.Barrier();
                bool all = true;
                for (int other = 0; other < parts; other++)
                {
                    all &= cells[other] == layer;
                }

                Interlocked.Add(ref _right, all ? 1 : 0);
            }

            team.Barrier();
        }
    }

    private sealed class Failure(Team team, int failing) : IPartitioned
    {
        public void Run(int part, int parts)
        {
            team.Barrier();
            if (part == failing)
            {
                throw new FormatException("part " + part);
            }

            team.Barrier();
        }
    }

    private sealed class Waiting(SemaphoreSlim entered, SemaphoreSlim leave) : IPartitioned
    {
        public void Run(int part, int parts)
        {
            if (part == 0)
            {
                entered.Release();
                leave.Wait();
            }
        }
    }
}
