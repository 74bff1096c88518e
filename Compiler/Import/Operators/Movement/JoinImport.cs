using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Concat and Split.</summary>
internal static class JoinImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Concat", Concat) { Since = 4 },
        new("Split", Split) { Since = 2 },
    ];

    /// <summary>Codes of one quantization keep it; of several, they are joined as plain numbers, as ONNX says.</summary>
    private static Value Concat(NodeContext node)
    {
        Value[] parts = node.All().ToArray();
        if (parts.Length == 0)
        {
            throw node.Invalid("it joins nothing.");
        }

        ElementType element = ElementRules.Common(node, parts);
        int axis = node.Axis(node.Attributes.Int("axis", 0), parts[0].Shape.Rank);
        Quantization? quantization = parts[0].Type.Quantization;
        if (quantization?.Axis == axis || parts.Any(p => !Equals(p.Type.Quantization, quantization)))
        {
            quantization = null;
        }

        return node.Emit(new Concat(axis), element, quantization, parts.Select(p => (Value?)node.View(p, quantization)).ToArray());
    }

    /// <summary>Sizes are an attribute before operator set 13 and an operand since; without them the parts are equal, the last one smaller.</summary>
    private static IReadOnlyList<Value> Split(NodeContext node)
    {
        Value x = node.Required(0);
        int axis = node.Axis(node.Attributes.Int("axis", 0), x.Shape.Rank);
        int count = checked((int)node.Attributes.Int("num_outputs", node.OutputCount));
        int[] sizes = node.Attributes.Ints("split") ?? node.Constant(1, "split")?.ToInts() ?? Equal(node, x.Shape[axis], count);
        if (sizes.Length != node.OutputCount || sizes.Any(s => s < 0))
        {
            throw node.Invalid($"it splits into [{string.Join(",", sizes)}] and has {node.OutputCount} outputs.");
        }

        return node.EmitAll(new Split(axis, sizes), x.Type.Element, y => MovedQuantization.Same(x.Type.Quantization, x.Shape, y), x);
    }

    private static int[] Equal(NodeContext node, int length, int count)
    {
        int size = count > 0 ? (length + count - 1) / count : throw node.Invalid($"it splits into {count} parts.");
        int last = length - (size * (count - 1));
        return last >= 0 ? [.. Enumerable.Repeat(size, count - 1), last] : throw node.Invalid($"{length} does not split into {count} parts.");
    }
}
