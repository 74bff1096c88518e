using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class CopyTests
{
    public static TheoryData<string, LoopNest> Nests => new()
    {
        { "contiguous", new LoopNest([4099], [1], [1]) },
        { "single element", new LoopNest([1], [0], [0]) },
        { "rows into wider rows", new LoopNest([5, 7], [7, 1], [13, 1]) },
        { "NCHW to NHWC, 3 channels", Loops.Transpose([2, 3, 5, 7], [0, 2, 3, 1]) },
        { "NCHW to NHWC, 40 channels", Loops.Transpose([2, 40, 9, 11], [0, 2, 3, 1]) },
        { "NHWC to NCHW, 24 channels", Loops.Transpose([2, 9, 15, 24], [0, 3, 1, 2]) },
        { "matrix 17×16", Loops.Transpose([17, 16], [1, 0]) },
        { "matrix 130×67", Loops.Transpose([130, 67], [1, 0]) },
        { "reversed axes", Loops.Transpose([3, 4, 5, 6], [3, 2, 1, 0]) },
        { "inner axis stays", Loops.Transpose([3, 4, 5, 6], [1, 2, 0, 3]) },
        { "channel shuffle", Loops.Transpose([6, 3, 20], [0, 2, 1]) },
        { "eight dimensions", Loops.Transpose([2, 3, 2, 2, 3, 2, 2, 3], [7, 2, 0, 5, 1, 6, 3, 4]) },
        { "backwards slice with steps", new LoopNest([4, 5], [-20, -2], [5, 1]) },
        { "every second", new LoopNest([1003], [2], [1]) },
        { "every second of rows", new LoopNest([7, 24], [48, 2], [50, 1]) },
        { "every second of rows of three", new LoopNest([7, 3], [6, 2], [5, 1]) },
        { "every second of rows of four", new LoopNest([7, 4], [8, 2], [5, 1]) },
        { "every second of rows of five", new LoopNest([7, 5], [10, 2], [5, 1]) },
        { "broadcast", new LoopNest([3, 50], [1, 0], [50, 1]) },
        { "loop order is not output order", new LoopNest([5, 40, 30], [1, 150, 5], [1, 150, 5]) },
    };

    [Theory]
    [MemberData(nameof(Nests))]
    public void CopyMovesEveryElement(string name, LoopNest loop)
    {
        Assert.NotEmpty(name);
        CopyMoves(loop, i => (byte)(i * 7));
        CopyMoves(loop, i => (ushort)(i * 7));
        CopyMoves(loop, i => (uint)i);
        CopyMoves(loop, i => (ulong)i);
    }

    [Fact]
    public void NothingIsCopiedFromAnEmptyNest()
    {
        using var y = new NativeBuffer<byte>(4, 9);
        Copy.Run(null, y.Pointer, 1, new LoopNest([3, 0], [1, 1], [1, 1]), 0, 1);
        Assert.All(y.Span.ToArray(), v => Assert.Equal(9, v));
    }

    private static void CopyMoves<T>(LoopNest loop, Func<int, T> value)
        where T : unmanaged
    {
        var offsets = Loops.Offsets(loop).ToArray();
        int origin = -offsets.Min(o => o.X);
        T[] contents = Enumerable.Range(0, origin + offsets.Max(o => o.X) + 1).Select(value).ToArray();
        T guard = value(77);
        T[] expected = Enumerable.Repeat(guard, offsets.Max(o => o.Y) + 1).ToArray();
        foreach ((int x, _, int y) in offsets)
        {
            expected[y] = contents[origin + x];
        }

        using var source = new NativeBuffer<T>(contents);
        for (int parts = 1; parts <= 3; parts++)
        {
            using var target = new NativeBuffer<T>(expected.Length, guard);
            for (int part = 0; part < parts; part++)
            {
                Copy.Run(source.Pointer + origin, target.Pointer, sizeof(T), loop, part, parts);
            }

            Assert.Equal(expected, target.Span.ToArray());
            Assert.True(target.GuardsIntact);
        }
    }
}
