using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Functions of each element of a tensor of any type. The operators are nested types: <c>ElementUnary.Run&lt;int, int, ElementUnary.Abs&lt;int&gt;&gt;(…)</c>.</summary>
public static unsafe partial class ElementUnary
{
    /// <summary>y = f(x) over a loop nest; x and y may be the same tensor with the same strides and size of element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TResult, TOperator>(T* x, TResult* y, in LoopNest loop, double alpha, double beta, int part, int parts)
        where T : unmanaged
        where TResult : unmanaged
        where TOperator : struct, IElementUnary<T, TResult>
    {
        var share = new LoopPart(loop, part, parts, 64);
        nint xStride = loop.X[loop.Rank - 1], yStride = loop.Y[loop.Rank - 1];
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            T* from = x + cursor.X + (share.Begin * xStride);
            TResult* to = y + cursor.Y + (share.Begin * yStride);
            for (int i = share.Length; i > 0; i--)
            {
                *to = TOperator.Invoke(*from, alpha, beta);
                from += xStride;
                to += yStride;
            }

            cursor.Next(loop);
        }
    }
}
