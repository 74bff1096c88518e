using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Copies whose input positions come from constant tables: nearest-neighbour resizes, gathers with constant indices, reflecting pads.</summary>
public static unsafe class Pick
{
    /// <summary>
    /// <c>y[Σ i_d·Y_d] = x[Σ o_d(i_d)]</c> where <c>o_d(i)</c> is <c>offsets[d][i]</c>, in elements of x, or <c>i·X_d</c> when <c>offsets[d]</c> is null.
    /// x and y do not overlap.
    /// </summary>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    /// <param name="offsets">One table per dimension of the loop, as long as its extent; or null.</param>
    public static void Run(void* x, void* y, int elementSize, in LoopNest loop, int** offsets, int part, int parts)
    {
        switch (elementSize)
        {
            case 1:
                Rows((byte*)x, (byte*)y, loop, offsets, part, parts);
                break;
            case 2:
                Rows((ushort*)x, (ushort*)y, loop, offsets, part, parts);
                break;
            case 4:
                Rows((uint*)x, (uint*)y, loop, offsets, part, parts);
                break;
            case 8:
                Rows((ulong*)x, (ulong*)y, loop, offsets, part, parts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(T* x, T* y, in LoopNest loop, int** offsets, int part, int parts)
        where T : unmanaged
    {
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 64);
        int* table = offsets[inner];
        nint xStride = loop.X[inner], yStride = loop.Y[inner];
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            T* from = x;
            for (int d = 0; d < inner; d++)
            {
                from += offsets[d] != null ? offsets[d][cursor.Index(d)] : (nint)cursor.Index(d) * loop.X[d];
            }

            T* to = y + cursor.Y + (share.Begin * yStride);
            if (table != null)
            {
                for (int i = share.Begin; i < share.End; i++)
                {
                    *to = from[table[i]];
                    to += yStride;
                }
            }
            else if (xStride == 1 && yStride == 1)
            {
                new ReadOnlySpan<T>(from + share.Begin, share.Length).CopyTo(new Span<T>(to, share.Length));
            }
            else
            {
                from += share.Begin * xStride;
                for (int i = share.Begin; i < share.End; i++)
                {
                    *to = *from;
                    from += xStride;
                    to += yStride;
                }
            }

            cursor.Next(loop);
        }
    }
}
