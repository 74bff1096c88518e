namespace Octavo.Runtime;

/// <summary>
/// Walks the rows of a loop nest (a row is one pass of the innermost dimension) and knows where the current row starts in each operand.
/// </summary>
internal unsafe struct LoopCursor
{
    /// <summary>Offsets of the row's first element, in elements.</summary>
    public nint X;
    public nint Z;
    public nint W;
    public nint Y;

    private fixed int _index[8];

    public LoopCursor(in LoopNest loop, int row)
    {
        for (int d = loop.Rank - 2; d >= 0 && row > 0; d--)
        {
            int index = row % loop.Extent[d];
            row /= loop.Extent[d];
            _index[d] = index;
            X += (nint)index * loop.X[d];
            Z += (nint)index * loop.Z[d];
            W += (nint)index * loop.W[d];
            Y += (nint)index * loop.Y[d];
        }
    }

    /// <summary>The number of rows of a loop nest.</summary>
    public static int Rows(in LoopNest loop)
    {
        int rows = 1;
        for (int d = 0; d < loop.Rank - 1; d++)
        {
            rows *= loop.Extent[d];
        }

        return rows;
    }

    /// <summary>The position of the row along an outer dimension.</summary>
    public readonly int Index(int dimension) => _index[dimension];

    public void Next(in LoopNest loop)
    {
        for (int d = loop.Rank - 2; d >= 0; d--)
        {
            X += loop.X[d];
            Z += loop.Z[d];
            W += loop.W[d];
            Y += loop.Y[d];
            if (++_index[d] < loop.Extent[d])
            {
                return;
            }

            _index[d] = 0;
            X -= (nint)loop.Extent[d] * loop.X[d];
            Z -= (nint)loop.Extent[d] * loop.Z[d];
            W -= (nint)loop.Extent[d] * loop.W[d];
            Y -= (nint)loop.Extent[d] * loop.Y[d];
        }
    }
}
