using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>AffineGrid: the points of a regular grid over [-1, 1], a constant, times each item's affine map.</summary>
internal static class AffineGridImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("AffineGrid", AffineGrid) { Since = 20 }];

    private static Value AffineGrid(NodeContext node)
    {
        Value theta = node.Real(0);
        int[] size = node.Constant(1, "size")?.ToInts() ?? throw node.Invalid("its size is missing.");
        int rank = size.Length - 2;
        if (rank is not (2 or 3) || !theta.Shape.Equals(new Shape(size[0], rank, rank + 1)))
        {
            throw node.Invalid($"theta {theta.Shape} does not fit the size [{string.Join(",", size)}].");
        }

        bool alignCorners = node.Attributes.Flag("align_corners");
        int[] spatial = size.Skip(2).ToArray();
        int points = spatial.Aggregate(1, (product, extent) => checked(product * extent));
        float[] grid = new float[points * (rank + 1)];
        for (int point = 0; point < points; point++)
        {
            // x comes first and belongs to the last axis.
            for (int axis = rank - 1, rest = point; axis >= 0; rest /= spatial[axis], axis--)
            {
                grid[(point * (rank + 1)) + (rank - 1 - axis)] = Coordinate(rest % spatial[axis], spatial[axis], alignCorners);
            }

            grid[(point * (rank + 1)) + rank] = 1;
        }

        Value regular = node.Emit(TensorData.Floats(new Shape(points, rank + 1), grid));
        if (theta.Type.Element != ElementType.Float32)
        {
            regular = node.Emit(new Cast(), theta.Type.Element, null, regular);
        }

        Value y = node.Emit(new MatMul(), regular, TransposeImport.Emit(node, theta, 0, 2, 1));
        return ReshapeImport.Emit(node, y, new Shape([size[0], .. spatial, rank]));
    }

    private static float Coordinate(int index, int extent, bool alignCorners) => !alignCorners ? (float)((((2.0 * index) + 1) / extent) - 1)
        : extent == 1 ? 0
        : (float)((2.0 * index / (extent - 1)) - 1);
}
