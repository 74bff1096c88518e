using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Copies whose two innermost dimensions swap: <c>y[i·ys + j] = x[j·xs + i]</c>.</summary>
internal static unsafe class Transposition
{
    /// <summary>Runs of i that are moved together: a cache line of x per j.</summary>
    private const int BlockBytes = 64;

    /// <param name="nest">Its last dimension is j, contiguous in y; the one before is i, contiguous in x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* x, T* y, in LoopNest nest, int part, int parts)
        where T : unmanaged
    {
        int rank = nest.Rank;
        int rows = nest.Extent[rank - 2], columns = nest.Extent[rank - 1];
        nint xStride = nest.X[rank - 1], yStride = nest.Y[rank - 2];

        // The outer dimensions, with a dimension of blocks of i as the last that a cursor walks.
        LoopNest outer = nest;
        int block = BlockBytes / sizeof(T);
        outer.Extent[rank - 2] = (rows + block - 1) / block;
        outer.X[rank - 2] = block;
        outer.Y[rank - 2] = checked(block * nest.Y[rank - 2]);

        (int begin, int end) = Partition.Of(LoopCursor.Rows(outer), part, parts);
        var cursor = new LoopCursor(outer, begin);
        for (int unit = begin; unit < end; unit++)
        {
            int height = Math.Min(block, rows - (cursor.Index(rank - 2) * block));
            MoveBlock(x + cursor.X, xStride, y + cursor.Y, yStride, height, columns);
            cursor.Next(outer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MoveBlock<T>(T* x, nint xStride, T* y, nint yStride, int rows, int columns)
        where T : unmanaged
    {
        int tile = Vector128<T>.Count;
        if ((Sse2.IsSupported || AdvSimd.Arm64.IsSupported) && columns == 2 && yStride == 2 && rows >= tile)
        {
            Interleave(x, xStride, y, rows);
            return;
        }

        if ((Sse2.IsSupported || AdvSimd.Arm64.IsSupported) && sizeof(T) == 4 && columns == 3 && yStride == 3 && rows >= tile)
        {
            InterleaveThree(x, xStride, y, rows);
            return;
        }

        if (!(Sse2.IsSupported || AdvSimd.Arm64.IsSupported) || rows < tile || columns < tile)
        {
            MoveElements(x, xStride, y, yStride, rows, columns);
            return;
        }

        // The last tile of each axis is moved back to end with the block: it writes some elements a second time.
        for (int j = 0; j < columns; j += tile)
        {
            int column = Math.Min(j, columns - tile);
            for (int i = 0; i < rows; i += tile)
            {
                int row = Math.Min(i, rows - tile);
                if (sizeof(T) == 4)
                {
                    MoveTileOf4(x + (column * xStride) + row, xStride, y + (row * yStride) + column, yStride);
                }
                else
                {
                    MoveTile(x + (column * xStride) + row, xStride, y + (row * yStride) + column, yStride);
                }
            }
        }
    }

    /// <summary>Two runs into one, element by element: the channel shuffle of two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave<T>(T* x, nint xStride, T* y, int rows)
        where T : unmanaged
    {
        int tile = Vector128<T>.Count;
        for (int i = 0; i < rows; i += tile)
        {
            int row = Math.Min(i, rows - tile);
            (Vector128<T> low, Vector128<T> high) = Zip(Vector128.Load(x + row), Vector128.Load(x + xStride + row));
            low.Store(y + (2 * row));
            high.Store(y + (2 * row) + tile);
        }
    }

    /// <summary>Three planes into pixels, four at a time. A register holds a pixel and one element more, over which the next pixel is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InterleaveThree<T>(T* x, nint xStride, T* y, int rows)
        where T : unmanaged
    {
        for (int i = 0; i < rows; i += 4)
        {
            int row = Math.Min(i, rows - 4);
            Vector128<T> second = Vector128.Load(x + xStride + row);
            (Vector128<T> ac, Vector128<T> moreAc) = Zip(Vector128.Load(x + row), Vector128.Load(x + (2 * xStride) + row));
            (Vector128<T> bb, Vector128<T> moreBb) = Zip(second, second);
            (Vector128<T> p, Vector128<T> q) = Zip(ac, bb);
            (Vector128<T> r, Vector128<T> s) = Zip(moreAc, moreBb);
            T* to = y + (3 * row);
            p.Store(to);
            q.Store(to + 3);
            r.Store(to + 6);
            *(ulong*)(to + 9) = s.AsUInt64().ToScalar();
            to[11] = s.GetElement(2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MoveElements<T>(T* x, nint xStride, T* y, nint yStride, int rows, int columns)
        where T : unmanaged
    {
        for (int j = 0; j < columns; j++)
        {
            T* from = x + (j * xStride);
            T* to = y + j;
            for (int i = 0; i < rows; i++)
            {
                *to = from[i];
                to += yStride;
            }
        }
    }

    /// <summary>
    /// A square of n×n elements, n the lanes of a 128-bit vector. Zipping row k with row k + n/2 rotates the bits of (row, column) by one place; log2 n
    /// rounds exchange row and column.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MoveTile<T>(T* x, nint xStride, T* y, nint yStride)
        where T : unmanaged
    {
        int n = Vector128<T>.Count;
        Vector128<T>* a = stackalloc Vector128<T>[n];
        Vector128<T>* b = stackalloc Vector128<T>[n];
        for (int k = 0; k < n; k++)
        {
            a[k] = Vector128.Load(x + (k * xStride));
        }

        for (int width = n; width > 1; width /= 2)
        {
            for (int k = 0; k < n / 2; k++)
            {
                (b[2 * k], b[(2 * k) + 1]) = Zip(a[k], a[k + (n / 2)]);
            }

            Vector128<T>* swap = a;
            a = b;
            b = swap;
        }

        for (int k = 0; k < n; k++)
        {
            a[k].Store(y + (k * yStride));
        }
    }

    /// <summary>The two rounds for floats, the most frequent case, in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveTileOf4<T>(T* x, nint xStride, T* y, nint yStride)
        where T : unmanaged
    {
        (Vector128<T> a, Vector128<T> b) = Zip(Vector128.Load(x), Vector128.Load(x + (2 * xStride)));
        (Vector128<T> c, Vector128<T> d) = Zip(Vector128.Load(x + xStride), Vector128.Load(x + (3 * xStride)));
        (Vector128<T> e, Vector128<T> f) = Zip(a, c);
        (Vector128<T> g, Vector128<T> h) = Zip(b, d);
        e.Store(y);
        f.Store(y + yStride);
        g.Store(y + (2 * yStride));
        h.Store(y + (3 * yStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<T> Low, Vector128<T> High) Zip<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged => sizeof(T) switch
    {
        1 => Sse2.IsSupported
            ? (Sse2.UnpackLow(a.AsByte(), b.AsByte()).As<byte, T>(), Sse2.UnpackHigh(a.AsByte(), b.AsByte()).As<byte, T>())
            : (AdvSimd.Arm64.ZipLow(a.AsByte(), b.AsByte()).As<byte, T>(), AdvSimd.Arm64.ZipHigh(a.AsByte(), b.AsByte()).As<byte, T>()),
        2 => Sse2.IsSupported
            ? (Sse2.UnpackLow(a.AsUInt16(), b.AsUInt16()).As<ushort, T>(), Sse2.UnpackHigh(a.AsUInt16(), b.AsUInt16()).As<ushort, T>())
            : (AdvSimd.Arm64.ZipLow(a.AsUInt16(), b.AsUInt16()).As<ushort, T>(), AdvSimd.Arm64.ZipHigh(a.AsUInt16(), b.AsUInt16()).As<ushort, T>()),
        4 => Sse2.IsSupported
            ? (Sse2.UnpackLow(a.AsUInt32(), b.AsUInt32()).As<uint, T>(), Sse2.UnpackHigh(a.AsUInt32(), b.AsUInt32()).As<uint, T>())
            : (AdvSimd.Arm64.ZipLow(a.AsUInt32(), b.AsUInt32()).As<uint, T>(), AdvSimd.Arm64.ZipHigh(a.AsUInt32(), b.AsUInt32()).As<uint, T>()),
        _ => Sse2.IsSupported
            ? (Sse2.UnpackLow(a.AsUInt64(), b.AsUInt64()).As<ulong, T>(), Sse2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).As<ulong, T>())
            : (AdvSimd.Arm64.ZipLow(a.AsUInt64(), b.AsUInt64()).As<ulong, T>(), AdvSimd.Arm64.ZipHigh(a.AsUInt64(), b.AsUInt64()).As<ulong, T>()),
    };
}
