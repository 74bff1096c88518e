using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Rows;

/// <summary>Softmax and its kin. Before operator set 13 they normalised all axes from the given one on, as the rows of a matrix.</summary>
internal static class SoftmaxImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Softmax", node => AlongAxis(node, Softmax)),
        new("LogSoftmax", node => AlongAxis(node, LogSoftmax)),
        new("Hardmax", node => AlongAxis(node, Hardmax)),
    ];

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

    private static Value AlongAxis(NodeContext node, Func<NodeContext, Value, int, Value> function)
    {
        bool flatten = node.Opset < 13;
        Value x = node.Real(0);
        int rank = x.Shape.Rank, axis = node.Axis(node.Attributes.Int("axis", flatten ? 1 : -1), rank);
        if (!flatten || axis == rank - 1)
        {
            return function(node, x, axis);
        }

        var matrix = new Shape(checked((int)x.Shape.Product(0, axis)), checked((int)x.Shape.Product(axis, rank)));
        return node.Reshape(function(node, node.Reshape(x, matrix), 1), x.Shape);
    }

    private static Value Softmax(NodeContext node, Value x, int axis)
    {
        if (x.Type.Element != ElementType.Float64)
        {
            return node.Emit(new Softmax(axis), x);
        }

        Value powers = node.Unary(UnaryKind.Exp, Shifted(node, x, axis));
        return node.Binary(BinaryKind.Div, powers, node.Reduce(ReduceKind.Sum, powers, [axis]));
    }

    private static Value LogSoftmax(NodeContext node, Value x, int axis)
    {
        x = Shifted(node, x, axis);
        Value sum = node.Reduce(ReduceKind.Sum, node.Unary(UnaryKind.Exp, x), [axis]);
        return node.Binary(BinaryKind.Sub, x, node.Unary(UnaryKind.Log, sum));
    }

    /// <summary>1 at the first of the greatest, 0 elsewhere.</summary>
    private static Value Hardmax(NodeContext node, Value x, int axis)
    {
        Value index = node.Emit(new ArgReduce(true, axis, KeepDims: true, Last: false), ElementType.Int64, null, x);
        var along = new Shape(Enumerable.Range(0, x.Shape.Rank).Select(i => i == axis ? x.Shape[axis] : 1));
        var indices = new Value("indices", TensorData.Longs(along, Enumerable.Range(0, x.Shape[axis]).Select(i => (long)i).ToArray()));
        return node.Cast(node.Binary(BinaryKind.Equal, index, indices), x.Type.Element);
    }

    /// <summary>The distance from the greatest along the axis.</summary>
    private static Value Shifted(NodeContext node, Value x, int axis) => node.Binary(BinaryKind.Sub, x, node.Reduce(ReduceKind.Max, x, [axis]));
}
