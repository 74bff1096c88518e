namespace Octavo.Runtime;

/// <summary>The activations of a product with <see cref="BlockPanels"/>: rows of signed codes in the same blocks.</summary>
public unsafe struct BlockRows
{
    public int Count;

    /// <summary>Elements of a row, the last block not filled up.</summary>
    public int Length;

    /// <summary>Elements of a block.</summary>
    public int Block;

    /// <summary><c>[Stride][Blocks · 8 · Steps]</c>, 0 behind the elements of a block.</summary>
    public sbyte* Codes;

    /// <summary><c>[Blocks][Stride]</c>; null where the scales of the panels hold them.</summary>
    public float* Scales;

    /// <summary><c>[Blocks][Stride]</c>: what the zero points of the panels are multiplied by, <c>−Σ x</c> of a block; where all are equal, already times that one.</summary>
    public int* Offsets;

    /// <summary>Rows that there is memory for: kernels take several at a time.</summary>
    public readonly int Stride => Count == 1 ? 1 : (Count + 3) & -4;
}
