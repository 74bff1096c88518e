using System;
using System.Collections.Generic;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>Loop nests with the strides that compilers make: contiguous, broadcast, transposed, with gaps.</summary>
internal static class LoopCase
{
    public static IReadOnlyDictionary<string, LoopNest> All { get; } = new Dictionary<string, LoopNest>
    {
        ["contiguous"] = new([1003], [1], [1], [1]),
        ["short"] = new([3], [1], [1], [1]),
        ["one"] = new([1], [1], [0], [1]),
        ["rows with gaps"] = new([4, 37], [40, 1], [37, 1], [50, 1]),
        ["z constant in rows"] = new([5, 67], [67, 1], [1, 0], [67, 1]),
        ["x constant in rows"] = new([5, 67], [1, 0], [67, 1], [67, 1]),
        ["z broadcast over pixels"] = new([6, 19], [19, 1], [0, 1], [19, 1]),
        ["planes to pixels"] = new([5, 41, 3], [41, 1, 205], [41, 1, 205], [123, 3, 1]),
        ["pixels to planes"] = new([3, 35], [1, 3], [1, 3], [35, 1]),
        ["strided output"] = new([3, 21], [21, 1], [21, 1], [1, 3]),
        ["four dimensions"] = new([2, 3, 2, 33], [198, 66, 33, 1], [33, 0, 66, 1], [198, 33, 99, 1]),
    };

    public static IEnumerable<object[]> Names() => EveryInstructionSet.Times(All.Keys);

    /// <summary>One more than the greatest offset that the strides reach.</summary>
    public static unsafe int Length(in LoopNest nest, Func<LoopNest, int, int> stride)
    {
        int length = 1;
        for (int i = 0; i < nest.Rank; i++)
        {
            length += (nest.Extent[i] - 1) * stride(nest, i);
        }

        return length;
    }

    public static unsafe int XLength(in LoopNest nest) => Length(nest, (n, i) => n.X[i]);

    public static unsafe int ZLength(in LoopNest nest) => Length(nest, (n, i) => n.Z[i]);

    public static unsafe int YLength(in LoopNest nest) => Length(nest, (n, i) => n.Y[i]);

    public static unsafe int InnermostX(in LoopNest nest) => nest.X[nest.Rank - 1];

    public static unsafe int InnermostZ(in LoopNest nest) => nest.Z[nest.Rank - 1];

    public static unsafe int InnermostExtent(in LoopNest nest) => nest.Extent[nest.Rank - 1];

    /// <summary>The offsets of every element in x, z and y, and its index in the innermost dimension.</summary>
    public static unsafe List<(int X, int Z, int Y, int Index)> Elements(LoopNest nest)
    {
        List<(int X, int Z, int Y, int Index)> elements = [(0, 0, 0, 0)];
        for (int dimension = 0; dimension < nest.Rank; dimension++)
        {
            List<(int X, int Z, int Y, int Index)> next = [];
            foreach ((int x, int z, int y, _) in elements)
            {
                for (int i = 0; i < nest.Extent[dimension]; i++)
                {
                    next.Add((x + i * nest.X[dimension], z + i * nest.Z[dimension], y + i * nest.Y[dimension], i));
                }
            }

            elements = next;
        }

        return elements;
    }
}
