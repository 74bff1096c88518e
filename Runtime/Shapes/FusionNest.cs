using System;

namespace Octavo.Runtime;

/// <summary>
/// A loop nest over up to eight dimensions, up to eight inputs and an output, whose elements may differ in size. A stride of 0 broadcasts.
/// </summary>
public unsafe struct FusionNest
{
    internal const int MostDimensions = 8;
    internal const int MostOperands = 9;

    /// <summary>The number of dimensions, 1 to 8.</summary>
    public int Rank;

    /// <summary>The number of inputs; the output is the operand behind the last one.</summary>
    public int Inputs;

    /// <summary>Extents, outermost first.</summary>
    public fixed int Extent[MostDimensions];

    /// <summary>The size of an element of each operand, in bytes.</summary>
    public fixed int Size[MostOperands];

    /// <summary>Strides in bytes, eight for each operand.</summary>
    public fixed int Stride[MostOperands * MostDimensions];

    /// <param name="extent">Extents, outermost first.</param>
    /// <param name="size">The size of an element of each input, then of the output.</param>
    /// <param name="stride">For each of them a stride for each dimension, in elements.</param>
    public FusionNest(ReadOnlySpan<int> extent, ReadOnlySpan<int> size, ReadOnlySpan<int> stride)
    {
        Rank = extent.Length;
        Inputs = size.Length - 1;
        for (int dimension = 0; dimension < Rank; dimension++)
        {
            Extent[dimension] = extent[dimension];
        }

        for (int operand = 0; operand < size.Length; operand++)
        {
            Size[operand] = size[operand];
            for (int dimension = 0; dimension < Rank; dimension++)
            {
                Stride[(operand * MostDimensions) + dimension] = stride[(operand * Rank) + dimension] * size[operand];
            }
        }
    }
}
