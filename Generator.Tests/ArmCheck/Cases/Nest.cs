using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random loop nest, and how many elements lie from the first to the last that each operand touches.</summary>
internal readonly ref struct Nest
{
    public readonly LoopNest Loop;
    public readonly int X;
    public readonly int Z;
    public readonly int Y;

    /// <param name="broadcast">Whether the inputs may have strides of 0.</param>
    public unsafe Nest(ref Random random, bool broadcast)
    {
        int rank = random.Between(1, 3);
        Span<int> extent = stackalloc int[rank];
        for (int dimension = 0; dimension < rank; dimension++)
        {
            extent[dimension] = dimension == rank - 1 ? random.Between(1, 70) : random.Between(1, 4);
        }

        Span<int> x = stackalloc int[rank];
        Span<int> z = stackalloc int[rank];
        Span<int> y = stackalloc int[rank];
        X = Strides(ref random, extent, x, broadcast);
        Z = Strides(ref random, extent, z, broadcast);
        Y = Strides(ref random, extent, y, broadcast: false);
        Loop = new LoopNest(extent, x, z, y);
    }

    /// <summary>Row-major with gaps here and there; mostly contiguous inside.</summary>
    static int Strides(ref Random random, Span<int> extent, Span<int> strides, bool broadcast)
    {
        int stride = random.OneIn(4) ? random.Between(2, 3) : 1;
        int reach = 1;
        for (int dimension = extent.Length - 1; dimension >= 0; dimension--)
        {
            bool repeat = broadcast && random.OneIn(5);
            strides[dimension] = repeat ? 0 : stride;
            reach += (extent[dimension] - 1) * strides[dimension];
            stride = extent[dimension] * stride + (random.OneIn(3) ? random.Between(1, 9) : 0);
        }

        return reach;
    }
}
