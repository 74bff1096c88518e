using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Softmax of the middle axis of a row-major tensor <c>[outer][length][inner]</c>: e to the distance from the greatest element, times the reciprocal of
/// the sum of these powers, which is added up as <see cref="FloatReduce"/> does.
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
        float* partial = stackalloc float[FloatReduce.Partials * SpreadLanes.Buffer];
        for (; column <= end - T.Count; column += T.Count)
        {
            float* from = x + column;
            float* to = y + column;
            T max = T.Of(float.NegativeInfinity);
            for (nint k = 0; k < length; k++)
            {
                max = T.Max(max, T.Load(from + (k * inner)));
            }

            new Span<float>(partial, FloatReduce.Partials * T.Count).Clear();
            for (nint k = 0; k < length; k++)
            {
                T power = Functions.Exp(T.Load(from + (k * inner)) - max);
                power.Store(to + (k * inner));
                float* total = partial + (k % FloatReduce.Partials * T.Count);
                (T.Load(total) + power).Store(total);
            }

            T factor = T.Of(1) / FloatReduce.Fold<FloatReduce.Sum, T>(partial);
            for (nint k = 0; k < length; k++)
            {
                (T.Load(to + (k * inner)) * factor).Store(to + (k * inner));
            }
        }

        return column;
    }

    /// <summary>One contiguous softmax: all is done in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<T>(float* x, float* y, int length)
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Fill(float.NegativeInfinity);
        T greatest = T.Of(FloatReduce.Row<FloatReduce.Max, T, FloatElements>(new(x), 0, length));
        nint i = 0;
        for (; i <= length - T.Count; i += T.Count)
        {
            Functions.Exp(T.Load(x + i) - greatest).Store(y + i);
        }

        if (i < length)
        {
            T rest = SpreadLanes.Load<T>(x + i, 1, length - i, buffer);
            SpreadLanes.Store(Functions.Exp(rest - greatest), y + i, 1, length - i, buffer);
        }

        float factor = 1 / FloatReduce.Row<FloatReduce.Sum, T, FloatElements>(new(y), 0, length);
        T factors = T.Of(factor);
        for (i = 0; i <= length - T.Count; i += T.Count)
        {
            (T.Load(y + i) * factors).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] *= factor;
        }
    }
}
