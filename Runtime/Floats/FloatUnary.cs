using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Functions of each float of a tensor. The operators are nested types: <c>FloatUnary.Run&lt;FloatUnary.Relu&gt;(…)</c>.</summary>
public static unsafe partial class FloatUnary
{
    /// <summary>y = f(x) over a loop nest; x and y may be the same tensor with the same strides.</summary>
    public static void Run<TOperator>(float* x, float* y, in LoopNest loop, float alpha, float beta, int part, int parts)
        where TOperator : struct, IFloatUnary
    {
        if (FloatLanes.Use16)
        {
            Run<TOperator, Lanes16>(x, y, loop, alpha, beta, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TOperator, Lanes8>(x, y, loop, alpha, beta, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TOperator, Lanes4>(x, y, loop, alpha, beta, part, parts);
        }
        else
        {
            Run<TOperator, Lanes1>(x, y, loop, alpha, beta, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TOperator, T>(float* x, float* y, in LoopNest loop, float alpha, float beta, int part, int parts)
        where TOperator : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        T a = T.Of(alpha), b = T.Of(beta);
        var share = new LoopPart(loop, part, parts, 16);
        nint xStride = loop.X[loop.Rank - 1], yStride = loop.Y[loop.Rank - 1], length = share.Length;
        bool contiguous = xStride == 1 && yStride == 1;
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            float* from = x + cursor.X + (share.Begin * xStride);
            float* to = y + cursor.Y + (share.Begin * yStride);
            nint i = 0;
            if (contiguous)
            {
                for (; i <= length - T.Count; i += T.Count)
                {
                    TOperator.Invoke(T.Load(from + i), a, b).Store(to + i);
                }
            }

            for (; i < length; i += T.Count)
            {
                nint count = Math.Min(T.Count, length - i);
                T value = SpreadLanes.Load<T>(from + (i * xStride), xStride, count, buffer);
                SpreadLanes.Store(TOperator.Invoke(value, a, b), to + (i * yStride), yStride, count, buffer);
            }

            cursor.Next(loop);
        }
    }
}
