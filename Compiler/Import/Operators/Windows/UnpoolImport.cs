using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>MaxUnpool: the maxima return to the places that the indices name in the whole result, and everything else is zero.</summary>
internal static class UnpoolImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("MaxUnpool", MaxUnpool) { Since = 9 }];

    private static Value MaxUnpool(NodeContext node)
    {
        Value x = node.Plain(0), indices = node.Plain(1);
        if (x.Shape.Rank < 3 || !indices.Shape.Equals(x.Shape) || indices.Type.Element != ElementType.Int64)
        {
            throw node.Invalid($"x {x.Shape} and the indices {indices.Type} do not belong together.");
        }

        int[] spatial = x.Shape.Dimensions.Skip(2).ToArray();
        Window window = WindowReader.Read(node, null, spatial);
        Shape y = node.Constant(2, "output shape") is { } given
            ? new Shape(given.ToInts())
            : new Shape([x.Shape[0], x.Shape[1], .. spatial.Select((size, axis) =>
                checked(((size - 1) * window.Strides[axis]) + window.Kernel[axis] - window.PadsBegin[axis] - window.PadsEnd[axis]))]);
        if (y.Rank != x.Shape.Rank || y.Length < x.Shape.Length)
        {
            throw node.Invalid($"its output shape is {y}.");
        }

        Value zeros = node.Emit(new TensorData(x.Type.Element, new Shape(checked((int)y.Length))));
        var flat = new Shape(checked((int)x.Shape.Length));
        Value filled = node.Emit(
            new ScatterElements(0, ScatterReduction.Replace), zeros, ReshapeImport.Emit(node, indices, flat), ReshapeImport.Emit(node, x, flat));
        return ReshapeImport.Emit(node, filled, y);
    }
}
