using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Operators that gather and scatter by tensors of indices, find the greatest elements, or reverse sequences.</summary>
internal static class IndexingImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("GatherElements", GatherElements),
        new("GatherND", GatherNd),
        new("Scatter", ScatterElements),
        new("ScatterElements", ScatterElements),
        new("ScatterND", ScatterNd),
        new("TopK", TopK, "constant K"),
        new("ReverseSequence", ReverseSequence),
        new("Det", node => node.Emit(new Det(), node.Real(0))),
    ];

    private static Value GatherElements(NodeContext node)
    {
        Value x = PerTensor(node);
        int axis = node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank);
        return node.Emit(new GatherElements(axis), x.Type.Element, x.Type.Quantization, x, Indices(node, 1, _ => x.Shape[axis]));
    }

    private static Value GatherNd(NodeContext node)
    {
        Value x = PerTensor(node);
        int batchAxes = checked((int)node.Attributes.Int("batch_dims", 0));
        if (batchAxes < 0 || batchAxes >= x.Shape.Rank)
        {
            throw node.Invalid($"batch_dims is {batchAxes} for data of rank {x.Shape.Rank}.");
        }

        return node.Emit(new GatherNd(batchAxes), x.Type.Element, x.Type.Quantization, x, Tuples(node, x.Shape, batchAxes));
    }

    private static Value ScatterElements(NodeContext node)
    {
        Value x = node.Plain(0), updates = node.Plain(2);
        int axis = node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank);
        ElementRules.Common(node, x, updates);
        return node.Emit(new ScatterElements(axis, Reduction(node, x)), x, Indices(node, 1, _ => x.Shape[axis]), updates);
    }

    private static Value ScatterNd(NodeContext node)
    {
        Value x = node.Plain(0), updates = node.Plain(2);
        ElementRules.Common(node, x, updates);
        return node.Emit(new ScatterNd(Reduction(node, x)), x, Tuples(node, x.Shape, 0), updates);
    }

    private static ScatterReduction Reduction(NodeContext node, Value x)
    {
        ScatterReduction reduction = node.Attributes.Text("reduction", "none") switch
        {
            "none" => ScatterReduction.Replace,
            "add" => ScatterReduction.Add,
            "mul" => ScatterReduction.Mul,
            "min" => ScatterReduction.Min,
            "max" => ScatterReduction.Max,
            string other => throw node.Invalid($"its reduction is {Printable.Quote(other)}."),
        };
        return reduction == ScatterReduction.Replace || x.Type.Element != ElementType.Bool ? reduction : throw node.Unsupported("it reduces bool.");
    }

    /// <summary>K is an attribute before operator set 10. Other axes than the last are moved there and back.</summary>
    private static IReadOnlyList<Value> TopK(NodeContext node)
    {
        Value x = PerTensor(node);
        int axis = node.Axis(node.Attributes.Int("axis", -1), x.Shape.Rank);
        long k = node.Opset < 10 ? node.Attributes.Int("k", -1) : node.Constant(1, "K")?.IntegerAt(0) ?? throw node.Invalid("its K is missing.");
        // Sorted results are among those that an unsorted TopK may give.
        node.Attributes.Ignore("sorted");
        var op = new TopK(k >= 0 && k <= x.Shape[axis] ? (int)k : throw node.Invalid($"it takes {k} of {x.Shape[axis]} elements."), node.Attributes.Flag("largest", absent: true));
        int last = x.Shape.Rank - 1;
        int[] swap = Enumerable.Range(0, x.Shape.Rank).Select(a => a == axis ? last : a == last ? axis : a).ToArray();
        Value moved = axis == last ? x : TransposeImport.Emit(node, x, swap);
        Value[] results = node.EmitTypes(op, [(x.Type.Element, x.Type.Quantization), (ElementType.Int64, null)], moved);
        return axis == last ? results : results.Select(r => TransposeImport.Emit(node, r, swap)).ToArray();
    }

    private static Value ReverseSequence(NodeContext node)
    {
        Value x = PerTensor(node);
        long time = node.Attributes.Int("time_axis", 0), items = node.Attributes.Int("batch_axis", 1);
        if (time is not (0 or 1) || items != 1 - time)
        {
            throw node.Invalid($"time_axis is {time} and batch_axis {items}.");
        }

        Value lengths = Int64(node, 1);
        if (NodeContext.ConstantOf(lengths) is { } known && known.ToLongs().Any(l => l < 0 || l > x.Shape[(int)time]))
        {
            throw node.Invalid($"a sequence is longer than the {x.Shape[(int)time]} steps of {x.Shape}.");
        }

        return node.Emit(new ReverseSequence((int)time), x.Type.Element, x.Type.Quantization, x, lengths);
    }

    /// <summary>Codes of one scale stay codes.</summary>
    private static Value PerTensor(NodeContext node)
    {
        Value x = node.Required(0);
        return x.Type.Quantization is { IsPerTensor: false } ? node.Plain(0) : x;
    }

    private static Value Int64(NodeContext node, int index)
    {
        Value value = node.Plain(index);
        return value.Type.Element switch
        {
            ElementType.Int64 => value,
            ElementType.Int32 => node.Emit(new Cast(), ElementType.Int64, null, value),
            ElementType other => throw node.Invalid($"its input {index} is {other.ShortName()}."),
        };
    }

    /// <param name="extent">The extent of the axis that an index, counted in row-major order, runs along.</param>
    private static Value Indices(NodeContext node, int index, Func<int, int> extent)
    {
        Value indices = Int64(node, index);
        if (NodeContext.ConstantOf(indices) is not { } known)
        {
            return indices;
        }

        for (int i = 0; i < known.Length; i++)
        {
            if (known.IntegerAt(i) < -extent(i) || known.IntegerAt(i) >= extent(i))
            {
                throw node.Invalid($"the index {known.IntegerAt(i)} does not exist on an axis of {extent(i)}.");
            }
        }

        return indices;
    }

    private static Value Tuples(NodeContext node, Shape x, int batchAxes)
    {
        Shape indices = node.Required(1).Shape;
        int depth = indices.Rank > 0 ? indices[-1] : throw node.Invalid("its indices are a scalar.");
        return batchAxes + depth <= x.Rank
            ? Indices(node, 1, i => x[batchAxes + (i % depth)])
            : throw node.Invalid($"its tuples of {depth} indices are too long for {x}.");
    }
}
