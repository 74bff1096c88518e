using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Operators that give the same elements another shape.</summary>
internal static class ReshapeImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Reshape", Reshape) { Since = 5 },
        new("Flatten", Flatten),
        new("Squeeze", Squeeze),
        new("Unsqueeze", Unsqueeze),
    ];

    /// <summary>Reshapes a value; its quantization follows.</summary>
    public static Value Emit(NodeContext node, Value x, Shape shape) => shape.Equals(x.Shape)
        ? x
        : node.Emit(new Reshape(shape), x.Type.Element, MovedQuantization.Reshaped(x.Type.Quantization, x.Shape, shape), x);

    /// <summary>0 keeps a dimension unless allowzero is set; -1 takes what is left.</summary>
    private static Value Reshape(NodeContext node)
    {
        Value x = node.Required(0);
        bool allowZero = node.Attributes.Flag("allowzero");
        long[] wanted = node.Constant(1, "shape")?.ToLongs() ?? throw node.Invalid("its shape is missing.");
        int[] shape = new int[wanted.Length];
        int free = -1;
        long known = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (wanted[i] == -1 && free < 0)
            {
                free = i;
                continue;
            }

            if (wanted[i] < 0 || (wanted[i] == 0 && !allowZero && i >= x.Shape.Rank))
            {
                throw node.Invalid($"the shape [{string.Join(",", wanted)}] does not apply to {x.Shape}.");
            }

            shape[i] = wanted[i] == 0 && !allowZero ? x.Shape[i] : checked((int)wanted[i]);
            known = checked(known * shape[i]);
        }

        if (free >= 0)
        {
            if (known == 0 || x.Shape.Length % known != 0)
            {
                throw node.Invalid($"{x.Shape} cannot become [{string.Join(",", wanted)}].");
            }

            shape[free] = checked((int)(x.Shape.Length / known));
        }

        return Emit(node, x, new Shape(shape));
    }

    private static Value Flatten(NodeContext node)
    {
        Value x = node.Required(0);
        int rank = x.Shape.Rank;
        long axis = node.Attributes.Int("axis", 1);
        int split = axis == rank ? rank : node.Axis(axis, rank);
        return Emit(node, x, new Shape(checked((int)x.Shape.Product(0, split)), checked((int)x.Shape.Product(split, rank))));
    }

    private static Value Squeeze(NodeContext node)
    {
        Value x = node.Required(0);
        HashSet<int>? axes = Axes(node, x.Shape.Rank);
        if (axes is not null && axes.Any(axis => x.Shape[axis] != 1))
        {
            throw node.Invalid($"an axis to remove from {x.Shape} is not 1.");
        }

        return Emit(node, x, new Shape(x.Shape.Dimensions.Where((d, axis) => axes is null ? d != 1 : !axes.Contains(axis))));
    }

    private static Value Unsqueeze(NodeContext node)
    {
        Value x = node.Required(0);
        int count = Given(node)?.Count() ?? throw node.Invalid("its axes are missing.");
        int rank = x.Shape.Rank + count;
        HashSet<int> axes = Axes(node, rank)!;
        if (axes.Count != count)
        {
            throw node.Invalid("an axis is given twice.");
        }

        var dimensions = new Queue<int>(x.Shape.Dimensions);
        return Emit(node, x, new Shape(Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : dimensions.Dequeue())));
    }

    private static HashSet<int>? Axes(NodeContext node, int rank) =>
        Given(node) is { } axes ? new HashSet<int>(axes.Select(axis => node.Axis(axis, rank))) : null;

    /// <summary>An attribute before operator set 13, an operand since.</summary>
    private static IEnumerable<long>? Given(NodeContext node) => node.Attributes.Longs("axes") ?? node.Constant(1, "axes")?.ToLongs().AsEnumerable();
}
