using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Functions of two float tensors with broadcasting. The operators are nested types: <c>FloatBinary.Run&lt;FloatBinary.Add&gt;(…)</c>.</summary>
public static unsafe partial class FloatBinary
{
    /// <summary>y = f(a, b) over a loop nest whose X strides are a's and Z strides b's; y may be a or b when it has their strides.</summary>
    public static void Run<TOperator>(float* a, float* b, float* y, in LoopNest loop, int part, int parts)
        where TOperator : struct, IFloatBinary
    {
        if (FloatLanes.Use16)
        {
            Run<TOperator, Lanes16>(a, b, y, loop, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TOperator, Lanes8>(a, b, y, loop, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TOperator, Lanes4>(a, b, y, loop, part, parts);
        }
        else
        {
            Run<TOperator, Lanes1>(a, b, y, loop, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TOperator, T>(float* a, float* b, float* y, in LoopNest loop, int part, int parts)
        where TOperator : struct, IFloatBinary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 16);
        nint aStride = loop.X[inner], bStride = loop.Z[inner], yStride = loop.Y[inner], length = share.Length;
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            float* left = a + cursor.X + (share.Begin * aStride);
            float* right = b + cursor.Z + (share.Begin * bStride);
            float* to = y + cursor.Y + (share.Begin * yStride);
            nint i = 0;
            if (yStride != 1)
            {
                // Goes through the buffer below.
            }
            else if (aStride == 1 && bStride == 1)
            {
                for (; i <= length - T.Count; i += T.Count)
                {
                    TOperator.Invoke(T.Load(left + i), T.Load(right + i)).Store(to + i);
                }
            }
            else if (aStride == 1 && bStride == 0 && length > 0)
            {
                for (T value = T.Of(*right); i <= length - T.Count; i += T.Count)
                {
                    TOperator.Invoke(T.Load(left + i), value).Store(to + i);
                }
            }
            else if (aStride == 0 && bStride == 1 && length > 0)
            {
                for (T value = T.Of(*left); i <= length - T.Count; i += T.Count)
                {
                    TOperator.Invoke(value, T.Load(right + i)).Store(to + i);
                }
            }

            for (; i < length; i += T.Count)
            {
                nint count = Math.Min(T.Count, length - i);
                T l = SpreadLanes.Load<T>(left + (i * aStride), aStride, count, buffer);
                T r = SpreadLanes.Load<T>(right + (i * bStride), bStride, count, buffer);
                SpreadLanes.Store(TOperator.Invoke(l, r), to + (i * yStride), yStride, count, buffer);
            }

            cursor.Next(loop);
        }
    }
}
