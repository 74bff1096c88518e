using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// Reads operators of operator set 6 as those of set 7: its binary operators broadcast the second operand only, and only when told to, to the axes from
/// <c>axis</c> on; its inference forms of BatchNormalization and Dropout carry a flag.
/// </summary>
internal static class LegacyForms
{
    /// <summary>The last operator set with the older forms.</summary>
    private const int Last = 6;

    private static readonly HashSet<string> Broadcasting = ["Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Greater", "Less"];

    private static readonly HashSet<string> Inference = ["BatchNormalization", "Dropout"];

    /// <summary>The first operator set whose form of the operator is understood.</summary>
    public static int Since(OperatorEntry entry) => IsLegacy(entry.Domain, entry.Name) ? System.Math.Min(entry.Since, Last) : entry.Since;

    /// <summary>Brings operands into the form of operator set 7.</summary>
    public static void Adapt(NodeContext node, List<Value?> operands)
    {
        if (node.Opset > Last || !IsLegacy(node.Onnx.Domain, node.Onnx.OpType))
        {
            return;
        }

        if (Inference.Contains(node.Onnx.OpType) && !node.Attributes.Flag("is_test"))
        {
            throw node.Unsupported("is_test is not set. Export the model for inference.");
        }

        // Gemm's operand C broadcasts as it does now, whether it is told to or not.
        bool broadcast = node.Attributes.Flag("broadcast");
        if (Broadcasting.Contains(node.Onnx.OpType) && broadcast && node.Attributes.Has("axis") && operands.Count > 1 && operands[0] is { } a && operands[1] is { } b)
        {
            int axis = node.Axis(node.Attributes.Int("axis", 0), a.Shape.Rank);
            int trailing = System.Math.Max(a.Shape.Rank - axis - b.Shape.Rank, 0);
            operands[1] = node.Emit(new Reshape(new Shape(b.Shape.Dimensions.Concat(Enumerable.Repeat(1, trailing)))), b);
        }

        // One slope for each channel.
        if (node.Onnx.OpType == "PRelu" && operands.Count > 1 && operands[0] is { } x && operands[1] is { Shape: { Rank: 1, Length: > 1 } } slope)
        {
            operands[1] = node.Emit(new Reshape(new Shape(slope.Shape.Dimensions.Concat(Enumerable.Repeat(1, System.Math.Max(x.Shape.Rank - 2, 0))))), slope);
        }
    }

    private static bool IsLegacy(string domain, string name) =>
        domain.Length == 0 && (Broadcasting.Contains(name) || Inference.Contains(name) || name is "Gemm" or "PRelu");
}
