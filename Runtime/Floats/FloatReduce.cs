using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Reductions of the middle axis of a row-major tensor <c>[outer][length][inner]</c>: <c>FloatReduce.Run&lt;FloatReduce.Sum&gt;(…)</c>. Element k joins
/// partial result k mod 16, so that every width of registers adds in the same order; at the end partial result i takes in i + 8, then i + 4, i + 2, i + 1.
/// </summary>
public static unsafe partial class FloatReduce
{
    /// <summary>How many partial results there are.</summary>
    internal const int Partials = 16;

    public static void Run<TOperator>(float* x, float* y, int outer, int length, int inner, int part, int parts)
        where TOperator : struct, IFloatReduction
    {
        if (FloatLanes.Use16)
        {
            Run<TOperator, Lanes16>(x, y, outer, length, inner, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TOperator, Lanes8>(x, y, outer, length, inner, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TOperator, Lanes4>(x, y, outer, length, inner, part, parts);
        }
        else
        {
            Run<TOperator, Lanes1>(x, y, outer, length, inner, part, parts);
        }
    }

    internal static void Run<TOperator, T>(float* x, float* y, int outer, int length, int inner, int part, int parts)
        where TOperator : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
    {
        if (inner == 1)
        {
            (int begin, int end) = Partition.Of(outer, part, parts, 16);
            Lanes1 count = Lanes1.Of(length);
            for (int o = begin; o < end; o++)
            {
                Lanes1 total = Lanes1.Of(Row<TOperator, T, FloatElements>(new(x), (nint)o * length, length));
                TOperator.Finish(total, count).Store(y + o);
            }

            return;
        }

        var share = new LoopPart(LoopNest.OfRows(outer, inner), part, parts, 16);
        for (int o = share.RowBegin; o < share.RowEnd; o++)
        {
            float* from = x + ((nint)o * length * inner);
            float* to = y + ((nint)o * inner);
            int column = Columns<TOperator, T>(from, to, length, inner, share.Begin, share.End);
            column = Columns<TOperator, Lanes4>(from, to, length, inner, column, share.End);
            Columns<TOperator, Lanes1>(from, to, length, inner, column, share.End);
        }
    }

    /// <summary>The total of elements side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Row<TOperator, T, TX>(TX x, nint first, int length)
        where TOperator : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
    {
        float* partial = stackalloc float[Partials];
        nint i = 0;
        if (T.Count == 1)
        {
            for (int k = 0; k < Partials; k++)
            {
                partial[k] = TOperator.Start;
            }
        }
        else
        {
            // Sixteen partial results are one register or two or four.
            T a = T.Of(TOperator.Start), b = a, c = a, d = a;
            for (; i <= length - Partials; i += Partials)
            {
                a = TOperator.Add(a, x.Load<T>(first + i));
                b = T.Count <= 8 ? TOperator.Add(b, x.Load<T>(first + i + T.Count)) : b;
                c = T.Count <= 4 ? TOperator.Add(c, x.Load<T>(first + i + (2 * T.Count))) : c;
                d = T.Count <= 4 ? TOperator.Add(d, x.Load<T>(first + i + (3 * T.Count))) : d;
            }

            if (T.Count <= 4)
            {
                d.Store(partial + 12);
                c.Store(partial + 8);
            }

            if (T.Count <= 8)
            {
                b.Store(partial + T.Count);
            }

            a.Store(partial);
        }

        for (; i < length; i++)
        {
            nint k = i % Partials;
            TOperator.Add(Lanes1.Load(partial + k), x.Load<Lanes1>(first + i)).Store(partial + k);
        }

        return FoldRow<TOperator, T>(partial);
    }

    /// <summary>The total of 16 partial results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float FoldRow<TOperator, T>(float* partial)
        where TOperator : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
    {
        if (T.Count == 1)
        {
            return Fold<TOperator, Lanes1>(partial).Value;
        }

        Lanes4 even = TOperator.Add(Lanes4.Load(partial), Lanes4.Load(partial + 8));
        TOperator.Add(even, TOperator.Add(Lanes4.Load(partial + 4), Lanes4.Load(partial + 12))).Store(partial);
        Lanes1 first = TOperator.Add(Lanes1.Load(partial), Lanes1.Load(partial + 2));
        return TOperator.Add(first, TOperator.Add(Lanes1.Load(partial + 1), Lanes1.Load(partial + 3))).Value;
    }

    /// <summary>As far as whole registers go; returns the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<TOperator, T>(float* x, float* y, int length, int inner, int column, int end)
        where TOperator : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
    {
        float* partial = stackalloc float[Partials * SpreadLanes.Buffer];
        T start = T.Of(TOperator.Start), count = T.Of(length);
        for (; column <= end - T.Count; column += T.Count)
        {
            for (int k = 0; k < Partials; k++)
            {
                start.Store(partial + (k * T.Count));
            }

            float* at = x + column;
            for (int k = 0; k < length; k++)
            {
                float* total = partial + (k % Partials * T.Count);
                TOperator.Add(T.Load(total), T.Load(at)).Store(total);
                at += inner;
            }

            TOperator.Finish(Fold<TOperator, T>(partial), count).Store(y + column);
        }

        return column;
    }

    /// <summary>The total of 16 partial results, each a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Fold<TOperator, T>(float* partial)
        where TOperator : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
    {
        for (int width = Partials / 2; width > 0; width /= 2)
        {
            for (int k = 0; k < width; k++)
            {
                float* total = partial + (k * T.Count);
                TOperator.Add(T.Load(total), T.Load(total + (width * T.Count))).Store(total);
            }
        }

        return T.Load(partial);
    }
}
