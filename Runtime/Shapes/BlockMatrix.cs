namespace Octavo.Runtime;

/// <summary>
/// A constant matrix [Rows, Length] of codes of 2, 4 or 8 bits, in panels of p rows: 16 for products, 1 for gathers. Code q of element k of a row stands for <c>(q − z)·s</c>, the difference and the
/// product rounded, with the scale s and the zero point z of block <c>k / Block</c>.
/// </summary>
public unsafe struct BlockMatrix
{
    public int Rows;
    public int Length;
    public int Bits;

    /// <summary>Elements of a block: whole bytes of codes, or the whole row.</summary>
    public int Block;

    /// <summary><c>[ceil(Rows/p)][ceil(Length·Bits/8)][p]</c>; the first code of a byte is the low one.</summary>
    public byte* Codes;

    /// <summary><c>[ceil(Rows/p)][Blocks][p]</c></summary>
    public float* Scales;

    /// <summary>Like the scales; null where zero points are no integers.</summary>
    public byte* Zeros;

    /// <summary>Like the scales; used where <see cref="Zeros"/> is null.</summary>
    public float* RealZeros;

    /// <summary>From the zero points of a block to those of the next: p, or 0 where all blocks have the same.</summary>
    public int ZeroStep;

    /// <summary>Blocks of a row.</summary>
    public readonly int Blocks => (Length + Block - 1) / Block;

    /// <summary>Bytes of a row's codes.</summary>
    public readonly int RowBytes => ((Length * Bits) + 7) / 8;
}
