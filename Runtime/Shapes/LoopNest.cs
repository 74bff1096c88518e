using System;

namespace Octavo.Runtime;

/// <summary>
/// A loop nest over up to eight dimensions and up to four operands, with strides in elements of each operand. The compiler has collapsed
/// what is contiguous, so that the innermost dimension is as long as it can be; a stride of 0 broadcasts.
/// </summary>
public unsafe struct LoopNest
{
    /// <summary>The number of dimensions, 1 to 8.</summary>
    public int Rank;

    /// <summary>Extents, outermost first.</summary>
    public fixed int Extent[8];

    /// <summary>Strides of the first input.</summary>
    public fixed int X[8];

    /// <summary>Strides of the second input, of operators that have one.</summary>
    public fixed int Z[8];

    /// <summary>Strides of the third input, of operators that have one.</summary>
    public fixed int W[8];

    /// <summary>Strides of the output.</summary>
    public fixed int Y[8];

    public LoopNest(ReadOnlySpan<int> extent, ReadOnlySpan<int> x, ReadOnlySpan<int> y)
        : this(extent, x, [], [], y)
    {
    }

    public LoopNest(ReadOnlySpan<int> extent, ReadOnlySpan<int> x, ReadOnlySpan<int> z, ReadOnlySpan<int> y)
        : this(extent, x, z, [], y)
    {
    }

    public LoopNest(ReadOnlySpan<int> extent, ReadOnlySpan<int> x, ReadOnlySpan<int> z, ReadOnlySpan<int> w, ReadOnlySpan<int> y)
    {
        Rank = extent.Length;
        for (int i = 0; i < extent.Length; i++)
        {
            Extent[i] = extent[i];
            X[i] = x[i];
            Z[i] = z.IsEmpty ? 0 : z[i];
            W[i] = w.IsEmpty ? 0 : w[i];
            Y[i] = y[i];
        }
    }

    /// <summary>Two dimensions whose extents are known at run time only; the spans of the constructors would be arrays on the heap in a debug build.</summary>
    internal static LoopNest OfRows(int rows, int columns, (int Row, int Column) x = default, (int Row, int Column) y = default)
    {
        LoopNest nest = new() { Rank = 2 };
        nest.Extent[0] = rows;
        nest.Extent[1] = columns;
        nest.X[0] = x.Row;
        nest.X[1] = x.Column;
        nest.Y[0] = y.Row;
        nest.Y[1] = y.Column;
        return nest;
    }
}
