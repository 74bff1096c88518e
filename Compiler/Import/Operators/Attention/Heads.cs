using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>Between [batch, steps, heads · size], as projections leave it, and [batch, heads, steps, size], which attention computes with.</summary>
internal static class Heads
{
    /// <summary>A value of rank 4 is split already.</summary>
    public static Value Split(NodeContext node, Value x, long heads)
    {
        if (x.Shape.Rank == 4)
        {
            return x;
        }

        if (x.Shape.Rank != 3 || heads <= 0 || x.Shape[2] % heads != 0)
        {
            throw node.Invalid($"{x.Shape} does not split into {heads} heads.");
        }

        return TransposeImport.Emit(node, ReshapeImport.Emit(node, x, new Shape(x.Shape[0], x.Shape[1], (int)heads, x.Shape[2] / (int)heads)), [0, 2, 1, 3]);
    }

    /// <summary>Back to the rank of the operand that was split.</summary>
    public static Value Join(NodeContext node, Value x, Shape operand) => operand.Rank == 4
        ? x
        : ReshapeImport.Emit(node, TransposeImport.Emit(node, x, [0, 2, 1, 3]), new Shape(x.Shape[0], x.Shape[2], x.Shape[1] * x.Shape[3]));
}
