using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.Runtime;

/// <summary>Loop nests for tests, and the obvious way to walk them.</summary>
internal static unsafe class Loops
{
    /// <summary>Row-major strides of a shape.</summary>
    public static int[] RowMajor(params int[] shape)
    {
        int[] strides = new int[shape.Length];
        for (int d = shape.Length - 1, stride = 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        return strides;
    }

    /// <summary>The nest of a transposition of a row-major tensor into a row-major one.</summary>
    public static LoopNest Transpose(int[] shape, int[] permutation)
    {
        int[] strides = RowMajor(shape);
        int[] output = permutation.Select(p => shape[p]).ToArray();
        return new LoopNest(output, permutation.Select(p => strides[p]).ToArray(), RowMajor(output));
    }

    /// <summary>Offsets into x, z and y of every element.</summary>
    public static IEnumerable<(int X, int Z, int Y)> Offsets(LoopNest loop)
    {
        int total = 1;
        for (int d = 0; d < loop.Rank; d++)
        {
            total *= loop.Extent[d];
        }

        var all = new List<(int, int, int)>(total);
        for (int i = 0; i < total; i++)
        {
            (int x, int z, int y, int rest) = (0, 0, 0, i);
            for (int d = loop.Rank - 1; d >= 0; d--)
            {
                int index = rest % loop.Extent[d];
                rest /= loop.Extent[d];
                (x, z, y) = (x + (index * loop.X[d]), z + (index * loop.Z[d]), y + (index * loop.Y[d]));
            }

            all.Add((x, z, y));
        }

        return all;
    }

    public static byte[] RandomBytes(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static float[] RandomFloats(int length, int seed = 1, float scale = 2)
    {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = ((float)random.NextDouble() - 0.5f) * 2 * scale;
        }

        return values;
    }
}
