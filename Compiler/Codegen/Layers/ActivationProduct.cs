using System.Linq;
using Octavo.Compiler.Codegen.Planning;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>
/// What the two layers of a product of two activations share: the right operand is packed into panels at run time, one set per matrix of its batch, then
/// every matrix of the result is a product like one with constant weights.
/// </summary>
internal sealed class ActivationProduct
{
    /// <param name="panelElement">What the right operand is packed as; null when its matrices are read as they are.</param>
    public ActivationProduct(Node node, PlanContext context, ElementType? panelElement = null)
    {
        Shape a = node.X.Shape, b = node.Inputs[1]!.Shape, y = node.Y.Shape;
        Length = a[-1];
        Columns = b.Rank == 1 ? 1 : b[-1];
        Rows = a.Rank == 1 ? 1 : a[-2];
        RightMatrices = (int)b.Length / (Length * Columns);
        Matrices = (int)y.Length / (Rows * Columns);
        PaddedColumns = (Columns + 15) / 16 * 16;
        PanelLength = PaddedColumns * (panelElement == ElementType.Int8 ? (Length + 3) / 4 * 4 : Length);
        Panels = context.Scratch(panelElement ?? ElementType.Float32, RightMatrices * PanelLength);

        int rank = System.Math.Max(System.Math.Max(a.Rank, b.Rank) - 2, 0);
        LeftIndices = context.Weights.Add(Leading(node, a, rank));
        RightIndices = context.Weights.Add(Leading(node, b, rank));
    }

    public int Length { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int PaddedColumns { get; }

    /// <summary>Matrices of the result.</summary>
    public int Matrices { get; }

    /// <summary>Matrices of the right operand.</summary>
    public int RightMatrices { get; }

    /// <summary>Elements of the panels of one right matrix.</summary>
    public int PanelLength { get; }

    public View Panels { get; }

    /// <summary>Section of int: per matrix of the result, the index of its left matrix.</summary>
    public long LeftIndices { get; }

    /// <summary>Section of int: per matrix of the result, the index of its right matrix.</summary>
    public long RightIndices { get; }

    public long MultiplyAccumulates => (long)Matrices * Rows * Length * Columns;

    /// <summary>For each matrix of the result, in order, the index of the operand's matrix that broadcasts to it.</summary>
    private static int[] Leading(Node node, Shape operand, int rank)
    {
        Shape a = node.X.Shape, b = node.Inputs[1]!.Shape;
        int[] extents = new int[rank], strides = new int[rank];
        int stride = 1;
        for (int i = 0; i < rank; i++)
        {
            // Counted from the innermost leading axis, axis −3 of an operand.
            int da = a.Rank - 3 - i >= 0 ? a[a.Rank - 3 - i] : 1, db = b.Rank - 3 - i >= 0 ? b[b.Rank - 3 - i] : 1;
            int own = operand.Rank - 3 - i >= 0 ? operand[operand.Rank - 3 - i] : 1;
            extents[rank - 1 - i] = System.Math.Max(da, db);
            strides[rank - 1 - i] = own == 1 ? 0 : stride;
            stride *= own;
        }

        int[] indices = new int[extents.Aggregate(1, (product, e) => product * e)];
        for (int i = 0; i < indices.Length; i++)
        {
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                indices[i] += rest % extents[axis] * strides[axis];
                rest /= extents[axis];
            }
        }

        return indices;
    }
}
