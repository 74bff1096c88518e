using System;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>Where indices point: positions in row-major order, of elements or of the first element of a slice.</summary>
internal static class IndexPositions
{
    /// <summary>One position per index, see <see cref="GatherElements"/>.</summary>
    public static int[] OfElements(Shape x, TensorData indices, int axis)
    {
        int[] strides = x.Strides();
        int[][] offsets = indices.Shape.Dimensions.Select((size, a) => AxisMap.Axis(size, i => a == axis ? 0 : i * strides[a])).ToArray();
        int[] positions = AxisMap.Positions(offsets);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += Wrapped(indices.IntegerAt(i), x[axis]) * strides[axis];
        }

        return positions;
    }

    /// <summary>One position per tuple in the last axis of the indices, see <see cref="GatherNd"/>.</summary>
    public static int[] OfTuples(Shape x, TensorData indices, int batchAxes)
    {
        int[] strides = x.Strides();
        int depth = indices.Shape[-1], batches = (int)indices.Shape.Product(0, batchAxes);
        int[] positions = new int[(int)indices.Shape.Product(0, indices.Shape.Rank - 1)];
        int batchStride = (int)x.Product(batchAxes, x.Rank);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = i / Math.Max(1, positions.Length / Math.Max(1, batches)) * batchStride;
            for (int k = 0; k < depth; k++)
            {
                positions[i] += Wrapped(indices.IntegerAt((i * depth) + k), x[batchAxes + k]) * strides[batchAxes + k];
            }
        }

        return positions;
    }

    private static int Wrapped(long index, int size)
    {
        long wrapped = index < 0 ? index + size : index;
        return wrapped >= 0 && wrapped < size
            ? (int)wrapped
            : throw new ModelException(ProblemKind.MalformedModel, $"An index of {index} lies outside of an axis of {size}.");
    }
}
