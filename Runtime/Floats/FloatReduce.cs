using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Reductions of the middle axis of a row-major tensor <c>[outer][length][inner]</c>.</summary>
public static unsafe class FloatReduce
{
    /// <summary><c>y[o][i] = (x[o][0][i] + x[o][1][i] + …) / length</c>, summed in this order.</summary>
    public static void Mean(float* x, float* y, int outer, int length, int inner, int part, int parts)
    {
        if (inner == 1)
        {
            MeanRows(x, y, length, Partition.Of(outer, part, parts));
        }
        else if (FloatLanes.Use16)
        {
            Mean<Lanes16>(x, y, outer, length, inner, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Mean<Lanes8>(x, y, outer, length, inner, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Mean<Lanes4>(x, y, outer, length, inner, part, parts);
        }
        else
        {
            Mean<Lanes1>(x, y, outer, length, inner, part, parts);
        }
    }

    internal static void Mean<T>(float* x, float* y, int outer, int length, int inner, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        var share = new LoopPart(LoopNest.OfRows(outer, inner), part, parts, 16);
        for (int o = share.RowBegin; o < share.RowEnd; o++)
        {
            float* from = x + ((nint)o * length * inner);
            float* to = y + ((nint)o * inner);
            int column = Columns<T>(from, to, length, inner, share.Begin, share.End);
            column = Columns<Lanes4>(from, to, length, inner, column, share.End);
            Columns<Lanes1>(from, to, length, inner, column, share.End);
        }
    }

    /// <summary>As far as whole registers go; returns the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<T>(float* x, float* y, int length, int inner, int column, int end)
        where T : struct, IFloatLanes<T>
    {
        for (; column <= end - T.Count; column += T.Count)
        {
            T sum = T.Of(0);
            float* at = x + column;
            for (int k = 0; k < length; k++)
            {
                sum += T.Load(at);
                at += inner;
            }

            (sum / T.Of(length)).Store(y + column);
        }

        return column;
    }

    /// <summary>Contiguous sums: four rows at a time, whose additions do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MeanRows(float* x, float* y, int length, (int Begin, int End) rows)
    {
        int row = rows.Begin;
        for (; row <= rows.End - 4; row += 4)
        {
            float* x0 = x + ((nint)row * length), x1 = x0 + length, x2 = x1 + length, x3 = x2 + length;
            float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
            for (int k = 0; k < length; k++)
            {
                sum0 += x0[k];
                sum1 += x1[k];
                sum2 += x2[k];
                sum3 += x3[k];
            }

            y[row] = sum0 / length;
            y[row + 1] = sum1 / length;
            y[row + 2] = sum2 / length;
            y[row + 3] = sum3 / length;
        }

        for (; row < rows.End; row++)
        {
            float* from = x + ((nint)row * length);
            float sum = 0;
            for (int k = 0; k < length; k++)
            {
                sum += from[k];
            }

            y[row] = sum / length;
        }
    }
}
