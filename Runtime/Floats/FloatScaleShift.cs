using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>y = x · scale + shift with one rounding: batch normalization.</summary>
public static unsafe class FloatScaleShift
{
    /// <summary>Scale and shift share the Z strides of the loop nest (0 along all dimensions but the channel's); y may be x when it has its strides.</summary>
    public static void Run(float* x, float* scale, float* shift, float* y, in LoopNest loop, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, scale, shift, y, loop, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, scale, shift, y, loop, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, scale, shift, y, loop, part, parts);
        }
        else
        {
            Run<Lanes1>(x, scale, shift, y, loop, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T>(float* x, float* scale, float* shift, float* y, in LoopNest loop, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 16);
        nint xStride = loop.X[inner], zStride = loop.Z[inner], yStride = loop.Y[inner], length = share.Length;
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            float* from = x + cursor.X + (share.Begin * xStride);
            nint z = cursor.Z + (share.Begin * zStride);
            float* to = y + cursor.Y + (share.Begin * yStride);
            nint i = 0;
            if (xStride == 1 && yStride == 1 && zStride == 1)
            {
                for (; i <= length - T.Count; i += T.Count)
                {
                    T.FusedMultiplyAdd(T.Load(from + i), T.Load(scale + z + i), T.Load(shift + z + i)).Store(to + i);
                }
            }
            else if (xStride == 1 && yStride == 1 && zStride == 0 && length > 0)
            {
                T factor = T.Of(scale[z]), term = T.Of(shift[z]);
                for (; i <= length - T.Count; i += T.Count)
                {
                    T.FusedMultiplyAdd(T.Load(from + i), factor, term).Store(to + i);
                }
            }

            for (; i < length; i += T.Count)
            {
                nint count = Math.Min(T.Count, length - i);
                T value = SpreadLanes.Load<T>(from + (i * xStride), xStride, count, buffer);
                T factor = SpreadLanes.Load<T>(scale + z + (i * zStride), zStride, count, buffer);
                T term = SpreadLanes.Load<T>(shift + z + (i * zStride), zStride, count, buffer);
                SpreadLanes.Store(T.FusedMultiplyAdd(value, factor, term), to + (i * yStride), yStride, count, buffer);
            }

            cursor.Next(loop);
        }
    }
}
