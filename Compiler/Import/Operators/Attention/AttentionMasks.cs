using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>The terms that ONNX Runtime's attention operators add to the scores [batch, heads, queries, keys]: 0 for what is seen, a low number for what is not.</summary>
internal static class AttentionMasks
{
    /// <summary>The padding that a mask of 1 to 4 axes tells, and what comes later if only the past is seen; null when everything is seen.</summary>
    /// <param name="mask">
    /// The end of each item's keys, followed by their starts or not; or, of 2 to 4 axes, numbers greater than 0 for what is seen: [batch, keys], [batch, queries, keys],
    /// or [batch, 1, n, n] for positions up to n. One number for all keys of an item says nothing.
    /// </param>
    /// <param name="past">How many keys stand before the first query's where only the past is seen; null where everything is.</param>
    public static Value? Of(NodeContext node, Value? mask, Shape scores, int? past)
    {
        float hidden = node.Attributes.Float("mask_filter_value", -10000);
        Value? seen = mask is null ? null : Seen(node, mask, scores);
        Value? padding = seen is null ? null : Chosen(node, seen, 0, hidden);
        if (past is null || scores[2] == 1)
        {
            return padding;
        }

        // The last query sees every key, should there be more of them than queries.
        int queries = scores[2], keys = scores[3];
        Value earlier = node.Emit(ConstantTensors.OfBools(
            new Shape(queries, keys), [.. Enumerable.Range(0, queries * keys).Select(i => i % keys <= (i / keys) + past || i / keys == queries - 1)]));
        return padding is null
            ? Chosen(node, earlier, 0, float.MinValue)
            : node.Emit(new Where(), ElementType.Float32, null, earlier, padding, node.Emit(TensorData.Floats(Shape.Scalar, float.MinValue)));
    }

    /// <summary>One number where the condition holds, another where it does not.</summary>
    private static Value Chosen(NodeContext node, Value condition, float yes, float no) => node.Emit(
        new Where(), ElementType.Float32, null, condition, node.Emit(TensorData.Floats(Shape.Scalar, yes)), node.Emit(TensorData.Floats(Shape.Scalar, no)));

    /// <summary>0, 1, 2, … along the last axis of a tensor of rank 4.</summary>
    private static Value Places(NodeContext node, int count) => node.Emit(TensorData.Ints(new Shape(1, 1, 1, count), [.. Enumerable.Range(0, count)]));

    private static Value? Seen(NodeContext node, Value mask, Shape scores)
    {
        int batch = scores[0], queries = scores[2], keys = scores[3];
        Shape given = mask.Shape;
        if (given.Rank == 1 && (given[0] == batch || given[0] == (3 * batch) + 2))
        {
            return BeforeEnd();
        }

        if (given.Rank == 1 && given[0] == 2 * batch)
        {
            return node.Binary(BinaryKind.And, BeforeEnd(), node.Binary(BinaryKind.GreaterOrEqual, Places(node, keys), PerItem(batch)));
        }

        if (given.Equals(new Shape(batch, keys)))
        {
            return Positive(mask, rows: 1);
        }

        if (given.Equals(new Shape(batch, 1)) || given.Equals(new Shape(1, 1)))
        {
            return null;
        }

        if (given.Equals(new Shape(batch, queries, keys)))
        {
            return Positive(mask, queries);
        }

        return given.Rank == 4 && given.Equals(new Shape(batch, 1, given[3], given[3])) && given[3] >= keys
            ? Positive(Arranging.Crop(node, mask, [0, 0, keys - queries, 0], [batch, 1, queries, keys]), queries)
            : throw node.Invalid($"a mask {given} does not fit scores {scores}.");

        Value BeforeEnd() => node.Binary(BinaryKind.Less, Places(node, keys), PerItem(0));

        Value PerItem(int first) => node.Reshape(Arranging.Crop(node, mask, [first], [batch]), new Shape(batch, 1, 1, 1));

        Value Positive(Value numbers, int rows) => node.Binary(BinaryKind.Greater, node.Reshape(numbers, new Shape(batch, 1, rows, keys)), 0);
    }
}
