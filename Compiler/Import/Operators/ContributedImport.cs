using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Known;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Operators.Quantized;
using Octavo.Compiler.Import.Operators.Sampling;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Float operators that ONNX Runtime had before ONNX did, and a few of its own.</summary>
internal static class ContributedImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Same(PadImport.Entries, "Pad", form: 13),
        Same(IndexingImport.Entries, "GatherND", form: 13),
        Same(SelectionImport.Entries, "Trilu", form: 14),
        Same(SamplingImport.Entries, "GridSample", form: 16),
        Same(ConstantImport.Entries, "Range", form: 11),
        QuantizedOperatorImport.Entry(new("ExpandDims", ExpandDims, "constant axis")),
        QuantizedOperatorImport.Entry(new("CDist", Distances)),
        QuantizedOperatorImport.Entry(new("UnfoldTensor", Unfold)),
    ];

    /// <summary>The operator of ONNX with that name.</summary>
    private static OperatorEntry Same(IEnumerable<OperatorEntry> entries, string name, int form) =>
        QuantizedOperatorImport.Entry(entries.Single(e => e.Name == name) with { Since = 1, Form = form });

    private static Value ExpandDims(NodeContext node)
    {
        Value x = node.Plain(0);
        long axis = node.Constant(1, "axis")?.IntegerAt(0) ?? throw node.Invalid("its axis is missing.");
        int at = node.Axis(axis, x.Shape.Rank + 1);
        return node.Reshape(x, new Shape([.. x.Shape.Dimensions.Take(at), 1, .. x.Shape.Dimensions.Skip(at)]));
    }

    /// <summary>The distances of the rows of a from those of b, [rows of a, rows of b].</summary>
    private static Value Distances(NodeContext node)
    {
        string metric = node.Attributes.Text("metric", "sqeuclidean");
        Value a = node.Real(0), b = node.Real(1);
        ElementRules.Common(node, a, b);
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2 || metric is not ("euclidean" or "sqeuclidean"))
        {
            throw node.Invalid($"{a.Shape} and {b.Shape} have no distances in the metric {Printable.Quote(metric)}.");
        }

        Value difference = node.Binary(BinaryKind.Sub, node.Reshape(a, new Shape(a.Shape[0], 1, a.Shape[1])), node.Reshape(b, new Shape(1, b.Shape[0], b.Shape[1])));
        Value squares = node.Reduce(ReduceKind.Sum, node.Binary(BinaryKind.Mul, difference, difference), [2], keep: false);
        return metric == "euclidean" ? node.Unary(UnaryKind.Sqrt, squares) : squares;
    }

    /// <summary>The windows of an axis, whose positions take its place and whose elements become the last axis.</summary>
    private static Value Unfold(NodeContext node)
    {
        Value x = node.Plain(0);
        int axis = node.Axis(node.Attributes.Int("dim", -1), x.Shape.Rank), length = x.Shape[axis];
        long size = node.Attributes.Int("size", 0), step = node.Attributes.Int("step", 1);
        if (size < 1 || size > length || step < 1)
        {
            throw node.Invalid($"there are no windows of {size} elements with a step of {step} along {length}.");
        }

        int windows = ((length - (int)size) / (int)System.Math.Min(step, length)) + 1;
        int[] positions = [.. Enumerable.Range(0, windows).SelectMany(w => Enumerable.Range(0, (int)size).Select(i => (int)((w * step) + i)))];
        Value picked = node.Reshape(
            GatherImport.Pick(node, x, axis, positions), new Shape([.. x.Shape.Dimensions.Take(axis), windows, (int)size, .. x.Shape.Dimensions.Skip(axis + 1)]));
        return TransposeImport.Emit(node, picked, [.. Enumerable.Range(0, axis + 1), .. Enumerable.Range(axis + 2, x.Shape.Rank - axis - 1), axis + 1]);
    }
}
