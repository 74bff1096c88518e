using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>CenterCropPad: axes that are too long lose as much on both sides, axes that are too short get zeros.</summary>
internal static class CropImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("CenterCropPad", CenterCropPad) { Since = 18 }];

    private static Value CenterCropPad(NodeContext node)
    {
        Value x = node.Required(0);
        int rank = x.Shape.Rank;
        int[] wanted = node.Constant(1, "shape")?.ToInts() ?? throw node.Invalid("its shape is missing.");
        int[] axes = node.Attributes.Longs("axes")?.Select(axis => node.Axis(axis, rank)).ToArray() ?? Enumerable.Range(0, rank).ToArray();
        if (wanted.Length != axes.Length || wanted.Any(size => size < 0))
        {
            throw node.Invalid($"the shape [{string.Join(",", wanted)}] does not fit {axes.Length} axes.");
        }

        int[] starts = new int[rank], sizes = x.Shape.ToArray(), begin = new int[rank], end = new int[rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i], size = sizes[axis];
            sizes[axis] = System.Math.Min(size, wanted[i]);
            starts[axis] = (size - sizes[axis]) / 2;
            begin[axis] = (wanted[i] - sizes[axis]) / 2;
            end[axis] = wanted[i] - sizes[axis] - begin[axis];
        }

        x = x.Type.Quantization is { IsPerTensor: false } ? node.View(x, null) : x;
        return Arranging.PadZeros(node, Arranging.Crop(node, x, starts, sizes), begin, end);
    }
}
