using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Functions of two tensors of any one element type with broadcasting. The operators are nested types:
/// <c>ElementBinary.Run&lt;long, bool, ElementBinary.Less&lt;long&gt;&gt;(…)</c>. Bool is a byte of 0 or 1.
/// </summary>
public static unsafe partial class ElementBinary
{
    /// <summary>y = f(a, b) over a loop nest whose X strides are a's and Z strides b's; y may be a or b when it has their strides and size of element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TResult, TOperator>(T* a, T* b, TResult* y, in LoopNest loop, int part, int parts)
        where T : unmanaged
        where TResult : unmanaged
        where TOperator : struct, IElementBinary<T, TResult>
    {
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 64);
        nint aStride = loop.X[inner], bStride = loop.Z[inner], yStride = loop.Y[inner];
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            T* left = a + cursor.X + (share.Begin * aStride);
            T* right = b + cursor.Z + (share.Begin * bStride);
            TResult* to = y + cursor.Y + (share.Begin * yStride);
            for (int i = share.Length; i > 0; i--)
            {
                *to = TOperator.Invoke(*left, *right);
                left += aStride;
                right += bStride;
                to += yStride;
            }

            cursor.Next(loop);
        }
    }
}
