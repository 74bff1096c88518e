using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>Clip. Bounds are attributes before operator set 11 and operands since; on codes they are codes.</summary>
internal static class ClipImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Clip", Clip) { Since = 6 }];

    private static Value Clip(NodeContext node)
    {
        Value x = node.Required(0);
        (double low, double high) = Limits(x.Type.Element);
        if (node.Opset < 11)
        {
            low = node.Attributes.Has("min") ? node.Attributes.Float("min", 0) : low;
            high = node.Attributes.Has("max") ? node.Attributes.Float("max", 0) : high;
            return HasClip(x.Type)
                ? Emit(node, x, low, high)
                : node.Binary(BinaryKind.Min, node.Binary(BinaryKind.Max, node.Plain(0), low), high);
        }

        Value? min = node.Optional(1) is null ? null : node.Plain(1), max = node.Optional(2) is null ? null : node.Plain(2);
        ElementRules.Common(node, x, min, max);
        if (IsKnown(min) && IsKnown(max) && HasClip(x.Type))
        {
            return Emit(node, x, Bound(node, min, low), Bound(node, max, high));
        }

        Value y = node.Plain(0);
        y = min is null ? y : node.Emit(new Binary(BinaryKind.Max), y, min);
        return max is null ? y : node.Emit(new Binary(BinaryKind.Min), y, max);
    }

    /// <summary>The bounds in the model are codes when x holds codes; those of a quantized Clip are the reals that they stand for.</summary>
    private static Value Emit(NodeContext node, Value x, double low, double high) => x.Type.Quantization switch
    {
        null => node.Emit(new Clip(low, high), x.Type.Element, null, x),
        { IsPerTensor: true } q => node.Emit(new Clip(Real(low, q), Real(high, q)), x.Type.Element, q, x),
        _ => node.Emit(new Clip(low, high), x.Type.Element, null, node.Plain(0)),
    };

    /// <summary>Reals of single precision and codes; others are bounded by the lesser and the greater of two.</summary>
    private static bool HasClip(TensorType type) => type.IsQuantized || (type.Element.IsFloat() && type.Element != ElementType.Float64);

    private static float Real(double code, Quantization quantization) => (float)(code - quantization.ZeroPoint) * quantization.Scale;

    private static bool IsKnown(Value? bound) => bound is null || NodeContext.ConstantOf(bound) is not null;

    private static double Bound(NodeContext node, Value? bound, double absent)
    {
        if (bound is null)
        {
            return absent;
        }

        TensorData data = NodeContext.ConstantOf(bound)!;
        return data.Length == 1 ? data.FloatAt(0) : throw node.Invalid($"a bound has the shape {data.Shape}; it must be a scalar.");
    }

    public static (double Low, double High) Limits(ElementType element) => element switch
    {
        ElementType.Float64 => (double.MinValue, double.MaxValue),
        ElementType.Float16 => (-65504, 65504),
        ElementType.BFloat16 => (BrainFloat.ToSingle(0xFF7F), BrainFloat.ToSingle(0x7F7F)),
        ElementType.Float32 => (float.MinValue, float.MaxValue),
        _ => (element.MinValue(), element.MaxValue()),
    };
}
