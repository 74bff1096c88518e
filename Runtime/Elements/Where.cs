using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Elements of one tensor or another, as a third one says, with broadcasting.</summary>
public static unsafe class Where
{
    /// <summary>y = condition ? a : b over a loop nest whose X strides are a's, Z strides b's and W strides the condition's.</summary>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    public static void Run(bool* condition, void* a, void* b, void* y, int elementSize, in LoopNest loop, int part, int parts)
    {
        switch (elementSize)
        {
            case 1:
                Rows((byte*)condition, (byte*)a, (byte*)b, (byte*)y, loop, part, parts);
                break;
            case 2:
                Rows((byte*)condition, (ushort*)a, (ushort*)b, (ushort*)y, loop, part, parts);
                break;
            case 4:
                Rows((byte*)condition, (uint*)a, (uint*)b, (uint*)y, loop, part, parts);
                break;
            case 8:
                Rows((byte*)condition, (ulong*)a, (ulong*)b, (ulong*)y, loop, part, parts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(byte* condition, T* a, T* b, T* y, in LoopNest loop, int part, int parts)
        where T : unmanaged
    {
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 64);
        nint step = loop.W[inner], aStride = loop.X[inner], bStride = loop.Z[inner], yStride = loop.Y[inner];
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            byte* which = condition + cursor.W + (share.Begin * step);
            T* yes = a + cursor.X + (share.Begin * aStride);
            T* no = b + cursor.Z + (share.Begin * bStride);
            T* to = y + cursor.Y + (share.Begin * yStride);
            for (int i = share.Length; i > 0; i--)
            {
                // Both are read, so that the choice needs no branch.
                T left = *yes, right = *no;
                *to = *which != 0 ? left : right;
                which += step;
                yes += aStride;
                no += bStride;
                to += yStride;
            }

            cursor.Next(loop);
        }
    }
}
