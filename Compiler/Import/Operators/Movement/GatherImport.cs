using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Gather: with constant indices the elements to pick are known, otherwise it happens at run time.</summary>
internal static class GatherImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Gather", Gather)];

    /// <summary>Picks along one axis; a quantization along it is given up.</summary>
    public static Value Pick(NodeContext node, Value x, int axis, int[] indices)
    {
        var picks = new int[x.Shape.Rank][];
        picks[axis] = indices;
        return Pick(node, x, picks);
    }

    /// <summary>Picks along each axis that has indices.</summary>
    public static Value Pick(NodeContext node, Value x, int[]?[] indices)
    {
        Quantization? quantization = x.Type.Quantization;
        if (quantization is { IsPerTensor: false } && indices[quantization.Axis] is not null)
        {
            x = node.View(x, quantization = null);
        }

        return indices.All(i => i is null) ? x : node.Emit(new Pick(indices), x.Type.Element, quantization, x);
    }

    private static Value Gather(NodeContext node)
    {
        Value x = node.Required(0);
        return Gather(node, x, node.Plain(1), node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank));
    }

    /// <summary>The slices of x along an axis that indices name.</summary>
    public static Value Gather(NodeContext node, Value x, Value indices, int axis)
    {
        if (indices.Type.Element is not (ElementType.Int32 or ElementType.Int64))
        {
            throw node.Invalid($"its indices are {indices.Type.Element.ShortName()}.");
        }

        if (NodeContext.ConstantOf(indices) is not { } known)
        {
            Quantization? quantization = x.Type.Quantization is { IsPerTensor: true } q ? q : null;
            return node.Emit(new Gather(axis), x.Type.Element, quantization, node.View(x, quantization), indices);
        }

        int length = x.Shape[axis];
        int[] picked = known.ToLongs().Select(i => i >= -length && i < length
            ? (int)(i < 0 ? i + length : i)
            : throw node.Invalid($"the index {i} does not exist on axis {axis} of {x.Shape}.")).ToArray();
        var shape = new Shape(x.Shape.Dimensions.Take(axis).Concat(known.Shape.Dimensions).Concat(x.Shape.Dimensions.Skip(axis + 1)));
        return ReshapeImport.Emit(node, Pick(node, x, axis, picked), shape);
    }
}
