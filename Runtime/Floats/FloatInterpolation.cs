using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Weighted sums along the middle axis of a row-major tensor <c>[outer][length][inner]</c>: resizes by interpolation.</summary>
public static unsafe class FloatInterpolation
{
    /// <summary>
    /// <c>y[o][i][c] = Σ weights[i·taps + t] · x[o][positions[i·taps + t]][c]</c>, a chain of fused multiply-adds over t ascending that starts at 0.
    /// </summary>
    public static void Run<TX, TY>(TX x, TY y, in InterpolationAxis axis, int outer, int inner, int part, int parts)
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        if (inner == 1)
        {
            Rows(x, y, axis, outer, part, parts);
        }
        else if (FloatLanes.Use16)
        {
            Run<Lanes16, TX, TY>(x, y, axis, outer, inner, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8, TX, TY>(x, y, axis, outer, inner, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4, TX, TY>(x, y, axis, outer, inner, part, parts);
        }
        else
        {
            Run<Lanes1, TX, TY>(x, y, axis, outer, inner, part, parts);
        }
    }

    internal static void Run<T, TX, TY>(TX x, TY y, in InterpolationAxis axis, int outer, int inner, int part, int parts)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        var share = new LoopPart(LoopNest.OfRows(outer * axis.Outputs, inner), part, parts, 16);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            int i = row % axis.Outputs;
            nint from = (nint)(row / axis.Outputs) * axis.Inputs * inner;
            nint to = (nint)row * inner;
            int column = Columns<T, TX, TY>(x, from, y, to, axis, i, inner, share.Begin, share.End);
            column = Columns<Lanes4, TX, TY>(x, from, y, to, axis, i, inner, column, share.End);
            Columns<Lanes1, TX, TY>(x, from, y, to, axis, i, inner, column, share.End);
        }
    }

    /// <summary>One output row as far as whole registers go, two registers at a time; returns the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<T, TX, TY>(TX x, nint from, TY y, nint to, in InterpolationAxis axis, int i, int inner, int column, int end)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        int taps = axis.Taps;
        int* positions = axis.Positions + ((nint)i * taps);
        float* weights = axis.Weights + ((nint)i * taps);
        for (; column <= end - (2 * T.Count); column += 2 * T.Count)
        {
            T a = T.Of(0), b = a;
            for (int t = 0; t < taps; t++)
            {
                nint at = from + ((nint)positions[t] * inner) + column;
                T weight = T.Of(weights[t]);
                a = T.FusedMultiplyAdd(x.Load<T>(at), weight, a);
                b = T.FusedMultiplyAdd(x.Load<T>(at + T.Count), weight, b);
            }

            y.Store(to + column, a);
            y.Store(to + column + T.Count, b);
        }

        for (; column <= end - T.Count; column += T.Count)
        {
            T a = T.Of(0);
            for (int t = 0; t < taps; t++)
            {
                a = T.FusedMultiplyAdd(x.Load<T>(from + ((nint)positions[t] * inner) + column), T.Of(weights[t]), a);
            }

            y.Store(to + column, a);
        }

        return column;
    }

    /// <summary>Along contiguous elements: each output picks its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TX, TY>(TX x, TY y, in InterpolationAxis axis, int outer, int part, int parts)
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        int outputs = axis.Outputs, taps = axis.Taps;
        (int begin, int end) = Partition.Of(outer * outputs, part, parts);
        int row = begin / outputs, i = begin % outputs;
        for (int at = begin; at < end; at++)
        {
            nint from = (nint)row * axis.Inputs;
            int* position = axis.Positions + ((nint)i * taps);
            float* weight = axis.Weights + ((nint)i * taps);
            Lanes1 sum = Lanes1.Of(0);
            for (int t = 0; t < taps; t++)
            {
                sum = Lanes1.FusedMultiplyAdd(x.Load<Lanes1>(from + position[t]), Lanes1.Of(weight[t]), sum);
            }

            y.Store(at, sum);
            if (++i == outputs)
            {
                i = 0;
                row++;
            }
        }
    }
}
