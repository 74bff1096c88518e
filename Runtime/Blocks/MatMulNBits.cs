namespace Octavo.Runtime;

/// <summary>
/// Float matrix products with weights that are codes of a few bits with a scale per block: <c>y[r][j] = bias[j] + Σ x[r][k]·w[j][k]</c>, one chain of fused multiply-adds over ascending k, the bias added last,
/// with weights <c>(q − z)·s</c>. The bits are those of <see cref="FloatConvolution"/> on the weights as floats.
/// </summary>
public static unsafe class MatMulNBits
{
    /// <summary>Fewer rows take the codes one by one.</summary>
    private const int FewRows = 3;

    /// <param name="x">[rows, weights.Length]</param>
    /// <param name="weights">In panels of 16; its rows are the columns of y.</param>
    /// <param name="bias">Null, or padded to a multiple of 16.</param>
    /// <param name="y">[rows, weights.Rows]</param>
    /// <param name="low">The lower bound of a fused activation, or −∞.</param>
    /// <param name="high">The upper bound, or +∞.</param>
    public static void Run(float* x, in BlockMatrix weights, float* bias, float* y, int rows, float low, float high, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, weights, bias, y, rows, low, high, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, weights, bias, y, rows, low, high, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, weights, bias, y, rows, low, high, part, parts);
        }
        else
        {
            Run<Lanes1>(x, weights, bias, y, rows, low, high, part, parts);
        }
    }

    internal static void Run<T>(float* x, in BlockMatrix weights, float* bias, float* y, int rows, float low, float high, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        switch (weights.Bits)
        {
            case 2:
                Run<T, Bits2>(x, weights, bias, y, rows, low, high, part, parts);
                break;
            case 4 when weights.ZeroStep == 0:
                Run<T, Bits4OneZero>(x, weights, bias, y, rows, low, high, part, parts);
                break;
            case 4:
                Run<T, Bits4>(x, weights, bias, y, rows, low, high, part, parts);
                break;
            default:
                Run<T, Bits8>(x, weights, bias, y, rows, low, high, part, parts);
                break;
        }
    }

    /// <summary>Divides columns among the parts, or rows when there are few columns.</summary>
    private static void Run<T, TBits>(float* x, in BlockMatrix weights, float* bias, float* y, int rows, float low, float high, int part, int parts)
        where T : struct, IFloatLanes<T>
        where TBits : struct, ICodeBits
    {
        (int begin, int end) = (0, weights.Rows);
        (int first, int stop) = (0, rows);
        if (weights.Rows < BlockTile.Width * parts && rows >= BlockTile.Rows * parts)
        {
            (first, stop) = Partition.Of(rows, part, parts, BlockTile.Rows);
        }
        else
        {
            (begin, end) = Partition.Of(weights.Rows, part, parts, BlockTile.Width);
        }

        if (begin == end)
        {
            return;
        }

        x += (nint)first * weights.Length;
        y += (nint)first * weights.Rows;
        if (rows >= FewRows)
        {
            BlockTile.Run<T, TBits>(x, weights, bias, y, stop - first, begin, end, low, high);
            return;
        }

        for (; first < stop; first++, x += weights.Length, y += weights.Rows)
        {
            BlockRow.Run<T, TBits>(x, weights, bias, y, begin, end, low, high);
        }
    }
}
