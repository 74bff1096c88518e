using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Pad, with attributes before operator set 11 and operands since. Negative pads cut, which is a slice.</summary>
internal static class PadImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Pad", Pad) { Since = 2 }];

    private static Value Pad(NodeContext node)
    {
        Value x = node.Required(0);
        (int[] begin, int[] end) = Pads(node, x.Shape.Rank);
        PadMode mode = Mode(node);
        double value = node.Opset < 11 ? node.Attributes.Float("value", 0) : Constant(node, x);
        x = Cut(node, x, begin, end);
        if (mode != PadMode.Constant && x.Shape.Dimensions.Any(d => d == 0))
        {
            throw node.Invalid($"there is nothing in {x.Shape} to pad with.");
        }

        if (begin.All(p => p == 0) && end.All(p => p == 0))
        {
            return x;
        }

        Quantization? quantization = x.Type.Quantization;
        if (quantization is not null && (!quantization.IsPerTensor || (mode == PadMode.Constant && quantization.Scale == 0)))
        {
            x = node.View(x, quantization = null);
        }

        // On codes ONNX pads with a code; the operator wants the number that it stands for.
        double real = quantization is null ? value : (value - quantization.ZeroPoint) * quantization.Scale;
        return node.Emit(new Pad(begin, end, mode, real), x.Type.Element, quantization, x);
    }

    private static (int[] Begin, int[] End) Pads(NodeContext node, int rank)
    {
        int[] pads = (node.Opset < 11 ? node.Attributes.Ints("pads") : node.Constant(1, "pads")?.ToInts()) ?? throw node.Invalid("its pads are missing.");
        int[] axes = node.Constant(3, "axes")?.ToLongs().Select(axis => node.Axis(axis, rank)).ToArray() ?? Enumerable.Range(0, rank).ToArray();
        if (pads.Length != 2 * axes.Length)
        {
            throw node.Invalid($"it has {pads.Length} pads for {axes.Length} axes.");
        }

        int[] begin = new int[rank], end = new int[rank];
        for (int i = 0; i < axes.Length; i++)
        {
            begin[axes[i]] = pads[i];
            end[axes[i]] = pads[axes.Length + i];
        }

        return (begin, end);
    }

    private static PadMode Mode(NodeContext node)
    {
        string mode = node.Attributes.Text("mode", "constant");
        return mode switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" => PadMode.Wrap,
            _ => throw node.Invalid($"the mode is {Printable.Quote(mode)}."),
        };
    }

    private static double Constant(NodeContext node, Value x)
    {
        TensorData? value = node.Constant(2, "padding value");
        return value is null ? 0
            : value.Length == 1 && value.Element == x.Type.Element ? value.FloatAt(0)
            : throw node.Invalid($"the padding value is {value.Element.ShortName()}{value.Shape} for elements of type {x.Type.Element.ShortName()}.");
    }

    /// <summary>Applies negative pads and sets them to zero.</summary>
    private static Value Cut(NodeContext node, Value x, int[] begin, int[] end)
    {
        if (begin.All(p => p >= 0) && end.All(p => p >= 0))
        {
            return x;
        }

        int rank = x.Shape.Rank;
        var op = new Slice(new int[rank], Enumerable.Repeat(1, rank).ToArray(), x.Shape.ToArray());
        for (int axis = 0; axis < rank; axis++)
        {
            int left = System.Math.Max(-begin[axis], 0), right = System.Math.Max(-end[axis], 0);
            op.Starts[axis] = left;
            op.Sizes[axis] = (long)left + right <= x.Shape[axis]
                ? x.Shape[axis] - left - right
                : throw node.Invalid($"its negative pads cut more than there is in {x.Shape}.");
            begin[axis] += left;
            end[axis] += right;
        }

        return SliceImport.Emit(node, x, op);
    }
}
