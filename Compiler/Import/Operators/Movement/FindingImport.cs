using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Operators that find as much as the data holds. What depends on constants only has the length that it has.</summary>
internal static class FindingImport
{
    private const string Bounded = "as long as it can be; another output, NAME_count, says how much was found";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("NonZero", NonZero, Bounded) { Since = 9 },
        new("Compress", Compress, Bounded) { Since = 9 },
        new("NonMaxSuppression", NonMaxSuppression, "constant thresholds; " + Bounded) { Since = 10 },
    ];

    private static Value NonZero(NodeContext node)
    {
        Value x = node.Plain(0);
        return Found(node, new NonZero(), ElementType.Int64, null, 1, x);
    }

    /// <summary>Without an axis it takes from all elements in their order.</summary>
    private static Value Compress(NodeContext node)
    {
        Value x = node.Required(0), condition = node.Plain(1);
        if (condition.Type.Element != ElementType.Bool)
        {
            throw node.Invalid($"its condition is {condition.Type.Element.ShortName()} instead of bool.");
        }

        x = x.Type.Quantization is { IsPerTensor: false } ? node.Plain(0) : x;
        if (!node.Attributes.Has("axis"))
        {
            x = ReshapeImport.Emit(node, x, new Shape(checked((int)x.Shape.Length)));
        }

        int axis = node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank);
        if (NodeContext.ConstantOf(condition) is { } known && known.Length <= x.Shape[axis])
        {
            return GatherImport.Pick(node, x, axis, Enumerable.Range(0, known.Length).Where(i => known.IntegerAt(i) != 0).ToArray());
        }

        return Found(node, new Compress(axis), x.Type.Element, x.Type.Quantization, axis, x, condition);
    }

    private static Value NonMaxSuppression(NodeContext node)
    {
        Value boxes = node.Real(0), scores = node.Real(1);
        ElementRules.Common(node, boxes, scores);
        long most = node.Constant(2, "max_output_boxes_per_class")?.IntegerAt(0) ?? 0;
        double overlap = node.Constant(3, "iou_threshold")?.FloatAt(0) ?? 0;
        float? score = node.Constant(4, "score_threshold") is { } least ? (float)least.FloatAt(0) : null;
        var op = new NonMaxSuppression((int)System.Math.Max(0, System.Math.Min(most, int.MaxValue)), (float)overlap, score, node.Attributes.Flag("center_point_box"));
        return Found(node, op, ElementType.Int64, null, 0, boxes, scores);
    }

    private static Value Found(NodeContext node, Operator op, ElementType element, Quantization? quantization, int axis, params Value[] operands)
    {
        Value[] results = node.EmitTypes(op, [(element, quantization), (ElementType.Int64, null)], operands);
        if (results[1].Data is { } count)
        {
            Shape shape = results[0].Shape.With(axis, (int)count.IntegerAt(0));
            return SliceImport.Emit(node, results[0], new Slice(new int[shape.Rank], Enumerable.Repeat(1, shape.Rank).ToArray(), shape.ToArray()));
        }

        node.Found.Add(results[0], axis, results[1]);
        return results[0];
    }
}
