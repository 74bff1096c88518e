namespace Octavo.Runtime;

/// <summary>The share of a loop nest that belongs to one part of a team: whole rows when there are many, otherwise a piece of every row.</summary>
internal readonly unsafe struct LoopPart
{
    public readonly int RowBegin;
    public readonly int RowEnd;
    public readonly int Begin;
    public readonly int End;

    /// <param name="granule">Pieces of a row start at multiples of it, so that no two parts write the same cache line.</param>
    public LoopPart(in LoopNest loop, int part, int parts, int granule)
    {
        int rows = LoopCursor.Rows(loop);
        int length = loop.Extent[loop.Rank - 1];
        if (rows >= 4 * parts || length < granule * parts)
        {
            (RowBegin, RowEnd) = Partition.Of(rows, part, parts);
            (Begin, End) = (0, length);
        }
        else
        {
            (RowBegin, RowEnd) = (0, rows);
            (Begin, End) = Partition.Of(length, part, parts, granule);
        }
    }

    public int Length => End - Begin;
}
