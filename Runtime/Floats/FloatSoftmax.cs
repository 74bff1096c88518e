using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Softmax of the middle axis of a row-major tensor <c>[outer][length][inner]</c>: e to the distance from the greatest element, divided by the sum of these
/// powers in index order.
/// </summary>
public static unsafe class FloatSoftmax
{
    /// <summary>y may be x.</summary>
    public static void Run(float* x, float* y, int outer, int length, int inner, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, y, outer, length, inner, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, y, outer, length, inner, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, y, outer, length, inner, part, parts);
        }
        else
        {
            Run<Lanes1>(x, y, outer, length, inner, part, parts);
        }
    }

    internal static void Run<T>(float* x, float* y, int outer, int length, int inner, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        if (inner == 1)
        {
            (int begin, int end) = Partition.Of(outer, part, parts);
            for (int o = begin; o < end; o++)
            {
                Row<T>(x + ((nint)o * length), y + ((nint)o * length), length);
            }

            return;
        }

        var share = new LoopPart(LoopNest.OfRows(outer, inner), part, parts, 16);
        for (int o = share.RowBegin; o < share.RowEnd; o++)
        {
            nint at = (nint)o * length * inner;
            int column = Columns<T>(x + at, y + at, length, inner, share.Begin, share.End);
            column = Columns<Lanes4>(x + at, y + at, length, inner, column, share.End);
            Columns<Lanes1>(x + at, y + at, length, inner, column, share.End);
        }
    }

    /// <summary>Side by side softmaxes as far as whole registers go; returns the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<T>(float* x, float* y, int length, int inner, int column, int end)
        where T : struct, IFloatLanes<T>
    {
        for (; column <= end - T.Count; column += T.Count)
        {
            float* from = x + column;
            float* to = y + column;
            T max = T.Of(float.NegativeInfinity);
            for (nint k = 0; k < length; k++)
            {
                max = T.Max(max, T.Load(from + (k * inner)));
            }

            T sum = T.Of(0);
            for (nint k = 0; k < length; k++)
            {
                T power = Functions.Exp(T.Load(from + (k * inner)) - max);
                power.Store(to + (k * inner));
                sum += power;
            }

            for (nint k = 0; k < length; k++)
            {
                (T.Load(to + (k * inner)) / sum).Store(to + (k * inner));
            }
        }

        return column;
    }

    /// <summary>One contiguous softmax: all but the sum is done in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<T>(float* x, float* y, int length)
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Fill(float.NegativeInfinity);
        T maxima = T.Of(float.NegativeInfinity);
        nint i = 0;
        for (; i <= length - T.Count; i += T.Count)
        {
            maxima = T.Max(maxima, T.Load(x + i));
        }

        maxima.Store(buffer);
        float max = buffer[0];
        for (int lane = 1; lane < T.Count; lane++)
        {
            max = MathF.Max(max, buffer[lane]);
        }

        for (; i < length; i++)
        {
            max = MathF.Max(max, x[i]);
        }

        T greatest = T.Of(max);
        for (i = 0; i <= length - T.Count; i += T.Count)
        {
            Functions.Exp(T.Load(x + i) - greatest).Store(y + i);
        }

        if (i < length)
        {
            T rest = SpreadLanes.Load<T>(x + i, 1, length - i, buffer);
            SpreadLanes.Store(Functions.Exp(rest - greatest), y + i, 1, length - i, buffer);
        }

        float sum = 0;
        for (i = 0; i < length; i++)
        {
            sum += y[i];
        }

        T divisor = T.Of(sum);
        for (i = 0; i <= length - T.Count; i += T.Count)
        {
            (T.Load(y + i) / divisor).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] /= sum;
        }
    }
}
