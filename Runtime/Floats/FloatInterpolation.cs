using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Weighted sums along the middle axis of a row-major tensor <c>[outer][length][inner]</c>: resizes by interpolation.</summary>
public static unsafe class FloatInterpolation
{
    /// <summary>
    /// <c>y[o][i][c] = Σ weights[i·taps + t] · x[o][positions[i·taps + t]][c]</c>, a chain of fused multiply-adds over t ascending that starts at 0.
    /// </summary>
    /// <param name="inputs">The length of x.</param>
    /// <param name="outputs">The length of y.</param>
    public static void Run(float* x, float* y, int* positions, float* weights, int taps, int outer, int inputs, int outputs, int inner, int part, int parts)
    {
        if (inner == 1)
        {
            Rows(x, y, positions, weights, taps, outer, inputs, outputs, part, parts);
        }
        else if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, y, positions, weights, taps, outer, inputs, outputs, inner, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, y, positions, weights, taps, outer, inputs, outputs, inner, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, y, positions, weights, taps, outer, inputs, outputs, inner, part, parts);
        }
        else
        {
            Run<Lanes1>(x, y, positions, weights, taps, outer, inputs, outputs, inner, part, parts);
        }
    }

    internal static void Run<T>(float* x, float* y, int* positions, float* weights, int taps, int outer, int inputs, int outputs, int inner, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        var share = new LoopPart(LoopNest.OfRows(outer * outputs, inner), part, parts, 16);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            int first = row % outputs * taps;
            float* from = x + ((nint)(row / outputs) * inputs * inner);
            float* to = y + ((nint)row * inner);
            int column = Columns<T>(from, to, positions + first, weights + first, taps, inner, share.Begin, share.End);
            column = Columns<Lanes4>(from, to, positions + first, weights + first, taps, inner, column, share.End);
            Columns<Lanes1>(from, to, positions + first, weights + first, taps, inner, column, share.End);
        }
    }

    /// <summary>One output row as far as whole registers go, two registers at a time; returns the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<T>(float* x, float* y, int* positions, float* weights, int taps, int inner, int column, int end)
        where T : struct, IFloatLanes<T>
    {
        for (; column <= end - (2 * T.Count); column += 2 * T.Count)
        {
            T a = T.Of(0), b = a;
            for (int t = 0; t < taps; t++)
            {
                float* at = x + ((nint)positions[t] * inner) + column;
                T weight = T.Of(weights[t]);
                a = T.FusedMultiplyAdd(T.Load(at), weight, a);
                b = T.FusedMultiplyAdd(T.Load(at + T.Count), weight, b);
            }

            a.Store(y + column);
            b.Store(y + column + T.Count);
        }

        for (; column <= end - T.Count; column += T.Count)
        {
            T a = T.Of(0);
            for (int t = 0; t < taps; t++)
            {
                a = T.FusedMultiplyAdd(T.Load(x + ((nint)positions[t] * inner) + column), T.Of(weights[t]), a);
            }

            a.Store(y + column);
        }

        return column;
    }

    /// <summary>Along contiguous elements: each output picks its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(float* x, float* y, int* positions, float* weights, int taps, int outer, int inputs, int outputs, int part, int parts)
    {
        (int begin, int end) = Partition.Of(outer * outputs, part, parts);
        int row = begin / outputs, i = begin % outputs;
        for (int at = begin; at < end; at++)
        {
            float* from = x + ((nint)row * inputs);
            int* position = positions + ((nint)i * taps);
            float* weight = weights + ((nint)i * taps);
            Lanes1 sum = Lanes1.Of(0);
            for (int t = 0; t < taps; t++)
            {
                sum = Lanes1.FusedMultiplyAdd(Lanes1.Of(from[position[t]]), Lanes1.Of(weight[t]), sum);
            }

            sum.Store(y + at);
            if (++i == outputs)
            {
                i = 0;
                row++;
            }
        }
    }
}
