using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Slice, with attributes before operator set 10 and operands since.</summary>
internal static class SliceImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Slice", Slice)];

    /// <summary>Slices a value; a quantization along an axis that is cut is given up.</summary>
    public static Value Emit(NodeContext node, Value x, Slice op)
    {
        Quantization? quantization = x.Type.Quantization;
        if (quantization is { IsPerTensor: false } && (op.Sizes[quantization.Axis] != x.Shape[quantization.Axis] || op.Steps[quantization.Axis] != 1))
        {
            x = node.View(x, quantization = null);
        }

        return node.Emit(op, x.Type.Element, quantization, x);
    }

    private static Value Slice(NodeContext node)
    {
        Value x = node.Required(0);
        bool attributes = node.Opset < 10;
        long[] starts = Longs(node, attributes, "starts", 1) ?? throw node.Invalid("its starts are missing.");
        long[] ends = Longs(node, attributes, "ends", 2) ?? throw node.Invalid("its ends are missing.");
        long[] axes = Longs(node, attributes, "axes", 3) ?? Enumerable.Range(0, starts.Length).Select(i => (long)i).ToArray();
        long[] steps = (attributes ? null : node.Constant(4, "steps")?.ToLongs()) ?? Enumerable.Repeat(1L, starts.Length).ToArray();
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw node.Invalid("its starts, ends, axes and steps differ in length.");
        }

        int rank = x.Shape.Rank;
        var op = new Slice(new int[rank], Enumerable.Repeat(1, rank).ToArray(), x.Shape.ToArray());
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = node.Axis(axes[i], rank);
            (op.Starts[axis], op.Steps[axis], op.Sizes[axis]) = Range(node, x.Shape[axis], starts[i], ends[i], steps[i]);
        }

        return Emit(node, x, op);
    }

    /// <summary>Negative bounds count from the end; bounds outside are moved to the edge.</summary>
    private static (int Start, int Step, int Size) Range(NodeContext node, int length, long start, long end, long step)
    {
        if (step == 0)
        {
            throw node.Invalid("a step is 0.");
        }

        long lowest = step > 0 ? 0 : -1, highest = step > 0 ? length : length - 1;
        long from = Clamp(start < 0 ? start + length : start, 0, highest);
        long to = Clamp(end < 0 ? end + length : end, lowest, highest);
        // A step longer than the axis takes one element, whatever its length.
        long stride = Clamp(step, -Math.Max(length, 1), Math.Max(length, 1));
        long size = stride > 0 ? (to - from + stride - 1) / stride : (from - to - stride - 1) / -stride;
        return size <= 0 ? (0, 1, 0) : ((int)from, (int)stride, (int)size);
    }

    private static long Clamp(long value, long low, long high) => Math.Max(low, Math.Min(value, high));

    private static long[]? Longs(NodeContext node, bool attributes, string name, int input) =>
        attributes ? node.Attributes.Longs(name)?.ToArray() : node.Constant(input, name)?.ToLongs();
}
