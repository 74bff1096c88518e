namespace Octavo.Runtime;

/// <summary>Integer products of an instruction set with weights in blocks: a few rows by one panel over the whole reduction.</summary>
internal unsafe interface IBlockTile
{
    /// <summary>The most rows that a call takes.</summary>
    static abstract int Rows { get; }

    /// <summary>Codes of 8 bits enter as code − 128.</summary>
    static abstract bool Signed { get; }

    /// <summary>
    /// Writes <c>sums[16 · i + column]</c> for <paramref name="count"/> rows: the chain <c>fma(float(Σ x·(w − z) + constant), sx·s, sum)</c> over ascending blocks, the integers wrapping. What is written to other rows is undefined.
    /// </summary>
    /// <param name="row">The first row, a multiple of 4.</param>
    static abstract void Sum(in BlockRows x, int row, int count, in BlockPanels w, int panel, float* sums);
}
