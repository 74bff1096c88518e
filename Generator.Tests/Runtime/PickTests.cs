using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class PickTests
{
    [Fact]
    public void TablesAndStridesMixPerDimension()
    {
        // y[i][j][c] = x[rows[i]][j][c], then with a table on the inner axis as well.
        int[] rows = [40, 0, 40, 80, 20], inner = [2, 1, 1, 3];
        byte[] x = Loops.RandomBytes(100);
        byte[] affine = new byte[5 * 4 * 5], tabled = new byte[5 * 4 * 4];
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                for (int c = 0; c < 5; c++)
                {
                    affine[(((i * 4) + j) * 5) + c] = x[rows[i] + (j * 5) + c];
                    if (c < 4)
                    {
                        tabled[(((i * 4) + j) * 4) + c] = x[rows[i] + (j * 5) + inner[c]];
                    }
                }
            }
        }

        fixed (int* rowTable = rows, innerTable = inner)
        {
            int** rowsOnly = stackalloc int*[] { rowTable, null, null };
            int** both = stackalloc int*[] { rowTable, null, innerTable };
            AssertPick(x, affine, 1, new LoopNest([5, 4, 5], [0, 5, 1], [20, 5, 1]), rowsOnly);
            AssertPick(x, tabled, 1, new LoopNest([5, 4, 4], [0, 5, 0], [16, 4, 1]), both);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void ElementsOfEverySizeArePicked(int size)
    {
        int[] table = Enumerable.Range(0, 200).Select(i => i * 7 % 100).ToArray();
        byte[] x = Loops.RandomBytes(100 * size);
        byte[] expected = table.SelectMany(i => x.Skip(i * size).Take(size)).ToArray();
        fixed (int* pointer = table)
        {
            int** offsets = stackalloc int*[] { pointer };
            AssertPick(x, expected, size, new LoopNest([200], [0], [1]), offsets);
        }
    }

    [Fact]
    public void GatherCountsNegativeIndicesFromTheEnd()
    {
        byte[] x = Loops.RandomBytes(2 * 5 * 3);
        int[] indices = [4, -1, 0, -5, 2];
        byte[] expected = Enumerable.Range(0, 2).SelectMany(o => indices.SelectMany(i => x.Skip((((o * 5) + ((i + 5) % 5)) * 3)).Take(3))).ToArray();
        long[] wide = indices.Select(i => (long)i).ToArray();
        for (int parts = 1; parts <= 3; parts++)
        {
            byte[] y = new byte[expected.Length], again = new byte[expected.Length];
            fixed (byte* from = x, to = y, to2 = again)
            {
                fixed (int* narrow = indices)
                {
                    fixed (long* longs = wide)
                    {
                        for (int part = 0; part < parts; part++)
                        {
                            Gather.Run(from, narrow, to, 2, 5, 5, 3, part, parts);
                            Gather.Run(from, longs, to2, 2, 5, 5, 3, part, parts);
                        }
                    }
                }
            }

            Assert.Equal(expected, y);
            Assert.Equal(expected, again);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-6)]
    [InlineData(long.MinValue)]
    public void GatherRefusesToReadOutsideOfTheAxis(long index)
    {
        byte[] x = new byte[5], y = new byte[1];
        Assert.Throws<IndexOutOfRangeException>(() =>
        {
            long at = index;
            fixed (byte* from = x, to = y)
            {
                Gather.Run(from, &at, to, 1, 5, 1, 1, 0, 1);
            }
        });
    }

    [Fact]
    public void FlipSignMovesBetweenSignedAndUnsignedCodes()
    {
        byte[] x = Loops.RandomBytes(1003);
        for (int parts = 1; parts <= 3; parts++)
        {
            byte[] y = (byte[])x.Clone();
            fixed (byte* pointer = y)
            {
                for (int part = 0; part < parts; part++)
                {
                    FlipSign.Run(pointer, pointer, y.Length, part, parts);
                }
            }

            Assert.Equal(x.Select(v => (byte)(v + 128)), y);
        }
    }

    private static void AssertPick(byte[] x, byte[] expected, int size, LoopNest loop, int** offsets)
    {
        using var source = new NativeBuffer<byte>(x);
        for (int parts = 1; parts <= 3; parts++)
        {
            using var y = new NativeBuffer<byte>(expected.Length);
            for (int part = 0; part < parts; part++)
            {
                Pick.Run(source.Pointer, y.Pointer, size, loop, offsets, part, parts);
            }

            Assert.Equal(expected, y.Span.ToArray());
            Assert.True(y.GuardsIntact);
        }
    }
}
