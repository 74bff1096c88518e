using System.Collections.Generic;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Softmax. Before operator set 13 it normalised all axes from the given one on, as the rows of a matrix.</summary>
internal static class SoftmaxImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Softmax", Softmax)];

    /// <summary>Adds a softmax to the graph, through a matrix when several axes are normalised together.</summary>
    public static Value Emit(NodeContext node, Value x, int axis, bool flatten, ElementType element, Quantization? quantization)
    {
        int rank = x.Shape.Rank;
        if (!flatten || axis == rank - 1)
        {
            return node.Emit(new Softmax(axis), element, quantization, x);
        }

        var matrix = new Shape(checked((int)x.Shape.Product(0, axis)), checked((int)x.Shape.Product(axis, rank)));
        Value rows = node.Emit(new Reshape(matrix), x.Type.Element, x.Type.Quantization, x);
        Value y = node.Emit(new Softmax(1), element, quantization, rows);
        return node.Emit(new Reshape(x.Shape), element, quantization, y);
    }

    private static Value Softmax(NodeContext node)
    {
        bool flatten = node.Opset < 13;
        Value x = node.Real(0);
        int axis = node.Axis(node.Attributes.Int("axis", flatten ? 1 : -1), x.Shape.Rank);
        return Emit(node, x, axis, flatten, x.Type.Element, null);
    }
}
