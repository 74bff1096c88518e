using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public class InstancePoolTests
{
    [Fact]
    public void NobodySharesAnInstance()
    {
        int created = 0;
        var pool = new InstancePool<Instance>(() => new Instance(Interlocked.Increment(ref created)));
        var clashes = new ConcurrentBag<int>();
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Instance instance = pool.Rent();
            if (Interlocked.Increment(ref instance.Users) != 1)
            {
                clashes.Add(i);
            }

            Interlocked.Decrement(ref instance.Users);
            pool.Return(instance);
        });

        Assert.Empty(clashes);
        Assert.InRange(created, 1, 8);
    }

    [Fact]
    public void RentingAgainAllocatesNothing()
    {
        var pool = new InstancePool<Instance>(() => new Instance(0));
        Instance[] rented = new Instance[9];
        RentAndReturnAll(pool, rented);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 10; round++)
        {
            RentAndReturnAll(pool, rented);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void RentAndReturnAll(InstancePool<Instance> pool, Instance[] rented)
    {
        for (int i = 0; i < rented.Length; i++)
        {
            rented[i] = pool.Rent();
        }

        foreach (Instance instance in rented)
        {
            pool.Return(instance);
        }
    }

    private sealed class Instance(int number)
    {
        public int Users;

        public int Number { get; } = number;
    }
}
