using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>A block of the arena and the steps, first and last inclusive, between which its contents must stay.</summary>
internal sealed class ArenaBlock(long size, int first, int last)
{
    public long Size { get; } = size;

    public int First { get; set; } = first;

    public int Last { get; set; } = last;

    /// <summary>The result of planning.</summary>
    public long Offset { get; set; } = -1;
}

/// <summary>
/// Places blocks into one arena so that blocks alive at the same step do not overlap: largest first, each into the smallest gap
/// that holds it between the blocks already placed. Deterministic.
/// </summary>
internal static class ArenaPlanner
{
    public const int Alignment = 64;

    /// <summary>Sets every block's offset and returns the arena's size, a multiple of <see cref="Alignment"/>.</summary>
    public static long Plan(IReadOnlyList<ArenaBlock> blocks)
    {
        var placed = new List<ArenaBlock>(blocks.Count);
        long end = 0;
        foreach (ArenaBlock block in blocks.Select((b, i) => (b, i)).OrderByDescending(p => p.b.Size).ThenBy(p => p.b.First).ThenBy(p => p.i).Select(p => p.b))
        {
            block.Offset = BestGap(placed.Where(p => p.First <= block.Last && block.First <= p.Last).OrderBy(p => p.Offset), block.Size);
            placed.Add(block);
            end = Math.Max(end, block.Offset + Aligned(block.Size));
        }

        return end;
    }

    private static long BestGap(IEnumerable<ArenaBlock> neighbours, long size)
    {
        long best = -1, bestRoom = long.MaxValue, cursor = 0;
        foreach (ArenaBlock neighbour in neighbours)
        {
            long room = neighbour.Offset - cursor;
            if (room >= Aligned(size) && room < bestRoom)
            {
                best = cursor;
                bestRoom = room;
            }

            cursor = Math.Max(cursor, neighbour.Offset + Aligned(neighbour.Size));
        }

        return best >= 0 ? best : cursor;
    }

    private static long Aligned(long size) => (size + Alignment - 1) / Alignment * Alignment;
}
