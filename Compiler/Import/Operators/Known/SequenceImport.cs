using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Known;

/// <summary>Sequences of tensors, whose operators are gone after the import: positions and sizes have to be known.</summary>
internal static class SequenceImport
{
    private const string Remark = "constant positions; no sequences as inputs or outputs of the model";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("SequenceEmpty", Empty, Remark),
        new("SequenceConstruct", node => node.EmitSequence(node.All()), Remark),
        new("SequenceInsert", Insert, Remark),
        new("SequenceErase", Erase, Remark),
        new("SequenceAt", node => node.Sequence(0)[Position(node, 1, node.Sequence(0).Count, 0)], Remark),
        new("SequenceLength", node => node.Emit(TensorData.Longs(Shape.Scalar, node.Sequence(0).Count)), Remark),
        new("SplitToSequence", Split, Remark),
        new("ConcatFromSequence", Concat, Remark),
    ];

    private static Value Empty(NodeContext node)
    {
        node.Attributes.Ignore("dtype");
        return node.EmitSequence([]);
    }

    private static Value Insert(NodeContext node)
    {
        List<Value> elements = [.. node.Sequence(0)];
        elements.Insert(Position(node, 2, elements.Count + 1, elements.Count), node.Required(1));
        return node.EmitSequence(elements);
    }

    private static Value Erase(NodeContext node)
    {
        List<Value> elements = [.. node.Sequence(0)];
        elements.RemoveAt(Position(node, 1, elements.Count, elements.Count - 1));
        return node.EmitSequence(elements);
    }

    /// <summary>A position among <paramref name="count"/>; negative ones count from the end of the sequence.</summary>
    private static int Position(NodeContext node, int index, int count, int absent)
    {
        long position = node.Constant(index, "position")?.IntegerAt(0) ?? absent;
        int length = node.Sequence(0).Count;
        position = position < 0 ? position + length : position;
        return position >= 0 && position < count ? (int)position : throw node.Invalid($"position {position} does not exist in a sequence of {length}.");
    }

    private static Value Split(NodeContext node)
    {
        Value x = node.Required(0);
        int axis = node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank), length = x.Shape[axis];
        bool keep = node.Attributes.Flag("keepdims", absent: true);
        TensorData? split = node.Constant(1, "split");
        int[] sizes = split is null ? Chunks(length, 1) : split.Shape.Rank == 0 ? Chunks(length, Size(node, split)) : split.ToInts();
        if (sizes.Any(s => s < 0) || sizes.Sum() != length)
        {
            throw node.Invalid($"it splits {x.Shape} into [{string.Join(",", sizes)}].");
        }

        Value[] parts = sizes.Length == 0 ? [] : node.EmitAll(new Split(axis, sizes), x.Type.Element, y => MovedQuantization.Same(x.Type.Quantization, x.Shape, y), x);
        return node.EmitSequence(split is null && !keep ? parts.Select(p => Squeezed(node, p, axis)) : parts);
    }

    private static int Size(NodeContext node, TensorData split) => split.ToInts()[0] is > 0 and var size ? size : throw node.Invalid("its parts have no size.");

    private static int[] Chunks(int length, int size) =>
        Enumerable.Range(0, (length + size - 1) / size).Select(i => System.Math.Min(size, length - (i * size))).ToArray();

    private static Value Squeezed(NodeContext node, Value x, int axis) =>
        ReshapeImport.Emit(node, x, new Shape(x.Shape.Dimensions.Where((_, i) => i != axis)));

    private static Value Concat(NodeContext node)
    {
        Value[] parts = node.Sequence(0).Select(p => node.View(p, null)).ToArray();
        if (parts.Length == 0)
        {
            throw node.Invalid("the sequence is empty.");
        }

        bool stack = node.Attributes.Flag("new_axis");
        int axis = node.Axis(node.Attributes.Int("axis", 0), parts[0].Shape.Rank + (stack ? 1 : 0));
        if (stack)
        {
            parts = parts.Select(p => ReshapeImport.Emit(node, p, new Shape(p.Shape.Dimensions.Take(axis).Append(1).Concat(p.Shape.Dimensions.Skip(axis))))).ToArray();
        }

        return node.Emit(new Concat(axis), ElementRules.Common(node, parts), null, parts);
    }
}
