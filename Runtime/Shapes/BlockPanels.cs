namespace Octavo.Runtime;

/// <summary>
/// The constant matrix of an integer product: codes of 4 or 8 bits with a scale s and a zero point z per block of a row, 16 rows side by side. Every block is filled up to a multiple of 8 elements with
/// codes 0, which meet activations of 0.
/// </summary>
public unsafe struct BlockPanels
{
    /// <summary>Rows of the matrix, which are columns of the product.</summary>
    public int Rows;

    /// <summary>4 or 8.</summary>
    public int Bits;

    /// <summary>Blocks of a row.</summary>
    public int Blocks;

    /// <summary>Eighths of a block: it has 8 · Steps elements.</summary>
    public int Steps;

    /// <summary>
    /// <c>[ceil(Rows/16)][Blocks][Steps][16][4]</c> for 4 bits, the first four elements of a step in the low halves of the bytes, the others in the high ones; <c>[ceil(Rows/16)][Blocks][2 · Steps][16][4]</c>
    /// for 8 bits.
    /// </summary>
    public byte* Codes;

    /// <summary><c>[ceil(Rows/16)][Blocks][16]</c>; the scale of the activations is a factor of them where it is known.</summary>
    public float* Scales;

    /// <summary>Like the scales; null where all are <see cref="Zero"/>.</summary>
    public byte* Zeros;

    public int Zero;

    /// <summary>Like the scales: what the sum of a block starts from, <c>−zx · Σ (w − z)</c> for activations with the zero point zx; null for 0.</summary>
    public int* Constants;

    internal readonly int BlockBytes => 16 * Bits * Steps;
}
