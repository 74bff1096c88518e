using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Octavo.Compiler.Codegen.Planning;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

public sealed class ArenaPlannerTests
{
    /// <summary>Blocks as (size, first step, number of steps).</summary>
    private static readonly Arbitrary<(int Size, int First, int Steps)[]> Blocks = Gen.Choose(0, 5000)
        .SelectMany(size => Gen.Choose(0, 30).SelectMany(first => Gen.Choose(0, 12).Select(steps => (size, first, steps))))
        .ArrayOf()
        .ToArbitrary();

    [Fact]
    public void Blocks_alive_at_the_same_step_do_not_overlap() => Prop.ForAll(Blocks, blocks =>
    {
        List<ArenaBlock> planned = Make(blocks);
        long end = ArenaPlanner.Plan(planned);
        foreach (ArenaBlock a in planned)
        {
            Assert.True(a.Offset >= 0 && a.Offset % ArenaPlanner.Alignment == 0 && a.Offset + a.Size <= end);
            foreach (ArenaBlock b in planned.Where(b => b != a && b.First <= a.Last && a.First <= b.Last && a.Size > 0 && b.Size > 0))
            {
                Assert.True(a.Offset + a.Size <= b.Offset || b.Offset + b.Size <= a.Offset, $"[{a.Offset},{a.Size}) and [{b.Offset},{b.Size})");
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plans_are_the_same_every_time() => Prop.ForAll(Blocks, blocks =>
    {
        List<ArenaBlock> first = Make(blocks), second = Make(blocks);
        return ArenaPlanner.Plan(first) == ArenaPlanner.Plan(second) && first.Select(b => b.Offset).SequenceEqual(second.Select(b => b.Offset));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chain_needs_its_two_largest_neighbours()
    {
        List<ArenaBlock> chain = [new(1024, 0, 1), new(2048, 1, 2), new(512, 2, 3), new(1024, 3, 4)];
        Assert.Equal(3072, ArenaPlanner.Plan(chain));
    }

    private static List<ArenaBlock> Make((int Size, int First, int Steps)[] blocks) =>
        [.. blocks.Select(b => new ArenaBlock(b.Size, b.First, b.First + b.Steps))];
}
