namespace Octavo.Compiler.Import.Nodes;

/// <summary>What a quantization becomes when codes move: one scale stays, several follow their axis or are given up.</summary>
internal static class MovedQuantization
{
    /// <summary>Kept when the axis has the same extent and place in the result.</summary>
    public static Quantization? Same(Quantization? quantization, Shape from, Shape to) =>
        quantization is null or { IsPerTensor: true } || (quantization.Axis < to.Rank && from.Rank == to.Rank && from[quantization.Axis] == to[quantization.Axis])
            ? quantization
            : null;

    /// <summary>Follows the axis of the result that has the same extent and the same number of elements before it.</summary>
    public static Quantization? Reshaped(Quantization? quantization, Shape from, Shape to)
    {
        if (quantization is null or { IsPerTensor: true })
        {
            return quantization;
        }

        for (int axis = 0; axis < to.Rank; axis++)
        {
            if (to[axis] == from[quantization.Axis] && to.Product(0, axis) == from.Product(0, quantization.Axis))
            {
                return quantization.WithAxis(axis);
            }
        }

        return null;
    }

    public static Quantization? Transposed(Quantization? quantization, int[] permutation) =>
        quantization is null or { IsPerTensor: true } ? quantization : quantization.WithAxis(System.Array.IndexOf(permutation, quantization.Axis));
}
