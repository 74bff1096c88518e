using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Reductions along axes, which are an attribute before operator set 18 (13 for ReduceSum) and an operand since.</summary>
internal static class ReductionImport
{
    private const string ConstantsOnly = "of constants only";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("ReduceMean", ReduceMean),
        new("ReduceSum", node => OfConstants(node, ConstantReduction.Sum), ConstantsOnly),
        new("ReduceProd", node => OfConstants(node, ConstantReduction.Product), ConstantsOnly),
        new("ReduceMin", node => OfConstants(node, ConstantReduction.Minimum), ConstantsOnly),
        new("ReduceMax", node => OfConstants(node, ConstantReduction.Maximum), ConstantsOnly),
    ];

    private static Value ReduceMean(NodeContext node)
    {
        Value x = node.Real(0);
        int[]? axes = Axes(node, x.Shape.Rank);
        bool keep = node.Attributes.Flag("keepdims", absent: true);
        return axes is null ? x : node.Emit(new ReduceMean(axes, keep), x);
    }

    private static Value OfConstants(NodeContext node, ConstantReduction reduction)
    {
        TensorData x = node.ConstantOperand(0);
        int[]? axes = Axes(node, x.Shape.Rank);
        bool keep = node.Attributes.Flag("keepdims", absent: true);
        return axes is null ? node.Plain(0) : node.Emit(reduction.Evaluate(x, axes, keep));
    }

    /// <summary>The reduced axes in order; null when the node asks for no reduction at all.</summary>
    private static int[]? Axes(NodeContext node, int rank)
    {
        IEnumerable<long>? given = node.Attributes.Longs("axes") ?? node.Constant(1, "axes")?.ToLongs().AsEnumerable();
        if (given is null || !given.Any())
        {
            return node.Attributes.Flag("noop_with_empty_axes") ? null : Enumerable.Range(0, rank).ToArray();
        }

        node.Attributes.Ignore("noop_with_empty_axes");
        return given.Select(axis => node.Axis(axis, rank)).Distinct().OrderBy(axis => axis).ToArray();
    }
}
