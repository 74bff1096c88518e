using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Elementwise;

namespace Octavo.Compiler.Import.Operators.Rows;

/// <summary>Reductions along axes, which are an attribute before operator set 18 (13 for ReduceSum) and an operand since.</summary>
internal static class ReductionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Simple("ReduceSum", ReduceKind.Sum),
        Simple("ReduceMean", ReduceKind.Mean),
        Simple("ReduceMin", ReduceKind.Min),
        Simple("ReduceMax", ReduceKind.Max),
        Simple("ReduceProd", ReduceKind.Product),
        Formula("ReduceL1", (node, x, axes, keep) => node.Reduce(ReduceKind.Sum, node.Unary(UnaryKind.Abs, x), axes, keep)),
        Formula("ReduceL2", (node, x, axes, keep) => InReals(node, SumOfSquares(node, x, axes, keep), UnaryKind.Sqrt)),
        Formula("ReduceSumSquare", SumOfSquares),
        Formula("ReduceLogSum", (node, x, axes, keep) => InReals(node, node.Reduce(ReduceKind.Sum, x, axes, keep), UnaryKind.Log)),
        Formula("ReduceLogSumExp", LogSumExp),
        new("ArgMax", node => Arg(node, greatest: true)),
        new("ArgMin", node => Arg(node, greatest: false)),
        new("CumSum", node => Cumulative(node, ReduceKind.Sum), "constant axis") { Since = 11 },
        new("CumProd", node => Cumulative(node, ReduceKind.Product), "constant axis"),
    ];

    /// <summary>A norm of order 1 or 2, with the reduced axes kept.</summary>
    public static Value Norm(NodeContext node, Value x, int[] axes, int order) => order == 1
        ? node.Reduce(ReduceKind.Sum, node.Unary(UnaryKind.Abs, x), axes)
        : node.Unary(UnaryKind.Sqrt, SumOfSquares(node, x, axes, keep: true));

    private static OperatorEntry Simple(string name, ReduceKind kind) => Formula(name, (node, x, axes, keep) => node.Reduce(kind, x, axes, keep));

    private static OperatorEntry Formula(string name, Func<NodeContext, Value, int[], bool, Value> formula) => new(
        name,
        node =>
        {
            Value x = node.Plain(0);
            int[]? axes = Axes(node, x.Shape.Rank);
            bool keep = node.Attributes.Flag("keepdims", absent: true);
            if (x.Type.Element == ElementType.Bool && name is not ("ReduceMin" or "ReduceMax"))
            {
                throw node.Invalid("its operand is bool.");
            }

            return axes is null ? x : formula(node, x, axes, keep);
        });

    private static Value SumOfSquares(NodeContext node, Value x, int[] axes, bool keep) =>
        node.Reduce(ReduceKind.Sum, node.Binary(BinaryKind.Mul, x, x), axes, keep);

    /// <summary>m + ln Σ e^(x − m), m being the maximum, or the nearest finite number, since ∞ − ∞ is none.</summary>
    private static Value LogSumExp(NodeContext node, Value x, int[] axes, bool keep)
    {
        ElementType element = x.Type.Element;
        x = element.IsFloat() ? x : node.Cast(x, ElementType.Float64);
        (double low, double high) = ClipImport.Limits(x.Type.Element);
        Value max = node.Reduce(ReduceKind.Max, x, axes);
        max = node.Binary(BinaryKind.Min, node.Binary(BinaryKind.Max, max, low), high);
        Value powers = node.Unary(UnaryKind.Exp, node.Binary(BinaryKind.Sub, x, max));
        Value y = node.Binary(BinaryKind.Add, node.Unary(UnaryKind.Log, node.Reduce(ReduceKind.Sum, powers, axes)), max);
        return node.Cast(node.Reshape(y, ReducedShape.Of(x.Shape, axes, keep)), element);
    }

    /// <summary>A function of reals, also of integers, whose type the result keeps.</summary>
    private static Value InReals(NodeContext node, Value x, UnaryKind kind)
    {
        ElementType element = x.Type.Element;
        return element.IsFloat() ? node.Unary(kind, x) : node.Cast(node.Unary(kind, node.Cast(x, ElementType.Float64)), element);
    }

    private static Value Arg(NodeContext node, bool greatest)
    {
        Value x = node.Plain(0);
        int axis = node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank);
        var op = new ArgReduce(greatest, axis, node.Attributes.Flag("keepdims", absent: true), node.Attributes.Flag("select_last_index"));
        return node.Emit(op, ElementType.Int64, null, x);
    }

    private static Value Cumulative(NodeContext node, ReduceKind kind)
    {
        Value x = node.Plain(0);
        long[] axis = node.Constant(1, "axis")?.ToLongs() ?? throw node.Invalid("its axis is missing.");
        if (axis.Length != 1)
        {
            throw node.Invalid($"it has {axis.Length} axes instead of one.");
        }

        return node.Emit(new Cumulative(kind, node.Axis(axis[0], x.Shape.Rank), node.Attributes.Flag("exclusive"), node.Attributes.Flag("reverse")), x);
    }

    /// <summary>The reduced axes in order, of an operator that has them as an attribute only; all without it.</summary>
    public static int[] AxesAttribute(NodeContext node, int rank) => Ordered(node, node.Attributes.Longs("axes") ?? [], rank) is { Length: > 0 } axes
        ? axes
        : Enumerable.Range(0, rank).ToArray();

    /// <summary>The reduced axes in order; null when the node asks for no reduction at all.</summary>
    private static int[]? Axes(NodeContext node, int rank)
    {
        IEnumerable<long>? given = node.Attributes.Longs("axes") ?? node.Constant(1, "axes")?.ToLongs().AsEnumerable();
        if (given is null || !given.Any())
        {
            return node.Attributes.Flag("noop_with_empty_axes") ? null : Enumerable.Range(0, rank).ToArray();
        }

        node.Attributes.Ignore("noop_with_empty_axes");
        return Ordered(node, given, rank);
    }

    private static int[] Ordered(NodeContext node, IEnumerable<long> axes, int rank) => axes.Select(axis => node.Axis(axis, rank)).Distinct().OrderBy(axis => axis).ToArray();
}
