using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Strided copies: transposes, slices, concatenations, depth to space, channel shuffles, expansions.</summary>
public static unsafe class Copy
{
    /// <summary>Copies every element of a loop nest from x to y, which do not overlap. The dimensions may come in any order.</summary>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    public static void Run(void* x, void* y, int elementSize, in LoopNest loop, int part, int parts)
    {
        LoopNest nest = loop;
        if (!Normalize(ref nest))
        {
            return;
        }

        int inner = nest.Rank - 1;
        if (nest.X[inner] == 1 && nest.Y[inner] == 1)
        {
            CopyRows((byte*)x, (byte*)y, elementSize, nest, part, parts);
            return;
        }

        switch (elementSize)
        {
            case 1:
                CopyElements((byte*)x, (byte*)y, nest, part, parts);
                break;
            case 2:
                CopyElements((ushort*)x, (ushort*)y, nest, part, parts);
                break;
            case 4:
                CopyElements((uint*)x, (uint*)y, nest, part, parts);
                break;
            case 8:
                CopyElements((ulong*)x, (ulong*)y, nest, part, parts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementSize));
        }
    }

    /// <summary>
    /// Sorts the dimensions by falling output stride, so that writes are sequential, and merges those that are contiguous in both operands. When the
    /// innermost one is not contiguous in x, a dimension that is moves next to it: the two are a transpose. False when there are no elements.
    /// </summary>
    internal static bool Normalize(ref LoopNest nest)
    {
        int rank = 0;
        for (int d = 0; d < nest.Rank; d++)
        {
            if (nest.Extent[d] == 0)
            {
                return false;
            }

            if (nest.Extent[d] == 1)
            {
                continue;
            }

            (int extent, int x, int y) = (nest.Extent[d], nest.X[d], nest.Y[d]);
            int at = rank++;
            for (; at > 0 && Math.Abs(nest.Y[at - 1]) < Math.Abs(y); at--)
            {
                Set(ref nest, at, nest.Extent[at - 1], nest.X[at - 1], nest.Y[at - 1]);
            }

            Set(ref nest, at, extent, x, y);
        }

        if (rank == 0)
        {
            Set(ref nest, 0, 1, 1, 1);
            nest.Rank = 1;
            return true;
        }

        int last = 0;
        for (int d = 1; d < rank; d++)
        {
            int extent = nest.Extent[d];
            if (nest.X[last] == (long)nest.X[d] * extent && nest.Y[last] == (long)nest.Y[d] * extent)
            {
                Set(ref nest, last, nest.Extent[last] * extent, nest.X[d], nest.Y[d]);
            }
            else
            {
                Set(ref nest, ++last, extent, nest.X[d], nest.Y[d]);
            }
        }

        nest.Rank = last + 1;
        if (nest.X[last] != 1)
        {
            MoveContiguous(ref nest, last - 1);
        }

        return true;
    }

    private static void MoveContiguous(ref LoopNest nest, int target)
    {
        for (int d = target - 1; d >= 0; d--)
        {
            if (nest.X[d] == 1)
            {
                int extent = nest.Extent[d], y = nest.Y[d];
                for (; d < target; d++)
                {
                    Set(ref nest, d, nest.Extent[d + 1], nest.X[d + 1], nest.Y[d + 1]);
                }

                Set(ref nest, target, extent, 1, y);
                return;
            }
        }
    }

    private static void Set(ref LoopNest nest, int d, int extent, int x, int y)
    {
        nest.Extent[d] = extent;
        nest.X[d] = x;
        nest.Y[d] = y;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(byte* x, byte* y, int elementSize, in LoopNest nest, int part, int parts)
    {
        var share = new LoopPart(nest, part, parts, 64);
        uint bytes = checked((uint)((long)share.Length * elementSize));
        nint shift = (nint)share.Begin * elementSize;
        var cursor = new LoopCursor(nest, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            Unsafe.CopyBlockUnaligned(y + (cursor.Y * elementSize) + shift, x + (cursor.X * elementSize) + shift, bytes);
            cursor.Next(nest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyElements<T>(T* x, T* y, in LoopNest nest, int part, int parts)
        where T : unmanaged
    {
        int inner = nest.Rank - 1;
        if (nest.Rank >= 2 && nest.Y[inner] == 1 && nest.X[inner - 1] == 1)
        {
            Transposition.Run(x, y, nest, part, parts);
            return;
        }

        var share = new LoopPart(nest, part, parts, 64);
        nint xStride = nest.X[inner], yStride = nest.Y[inner];
        var cursor = new LoopCursor(nest, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            T* from = x + cursor.X + (share.Begin * xStride);
            T* to = y + cursor.Y + (share.Begin * yStride);
            if (xStride == 0 && yStride == 1)
            {
                new Span<T>(to, share.Length).Fill(*from);
            }
            else if (EverySecond.IsSupported && sizeof(T) == sizeof(float) && xStride == 2 && yStride == 1)
            {
                EverySecond.Run((float*)from, (float*)to, share.Length);
            }
            else
            {
                for (int i = share.Length; i > 0; i--)
                {
                    *to = *from;
                    from += xStride;
                    to += yStride;
                }
            }

            cursor.Next(nest);
        }
    }
}
