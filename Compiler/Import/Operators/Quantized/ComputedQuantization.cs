using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>
/// Quantize- and DequantizeLinear whose scale is computed at run time, as the arithmetic in float that they stand for. A pass gives products of such
/// tensors to integer kernels.
/// </summary>
internal static class ComputedQuantization
{
    /// <summary>Whether the scale or the zero point, inputs 1 and 2, are not known to the compiler.</summary>
    public static bool IsMeant(NodeContext node) =>
        NodeContext.ConstantOf(node.Required(1)) is null || (node.Optional(2) is { } zero && NodeContext.ConstantOf(zero) is null);

    /// <summary>y = clamp(rne(x / s) + z, the codes' range)</summary>
    public static Value Quantize(NodeContext node, Value x, ElementType codes)
    {
        Value steps = node.Unary(UnaryKind.Round, node.Binary(BinaryKind.Div, node.Cast(x, ElementType.Float32), Parameter(node, 1, x.Shape)));
        Value shifted = node.Optional(2) is null ? steps : node.Binary(BinaryKind.Add, steps, Parameter(node, 2, x.Shape));
        return node.Cast(node.Emit(new Clip(codes.MinValue(), codes.MaxValue()), shifted), codes);
    }

    /// <summary>y = (x − z) · s</summary>
    public static Value Dequantize(NodeContext node, Value codes, ElementType real)
    {
        Value steps = node.Cast(codes, ElementType.Float32);
        Value centred = node.Optional(2) is null ? steps : node.Binary(BinaryKind.Sub, steps, Parameter(node, 2, codes.Shape));
        return node.Cast(node.Binary(BinaryKind.Mul, centred, Parameter(node, 1, codes.Shape)), real);
    }

    /// <summary>One for the whole tensor, or a vector that goes beside the tensor's axis.</summary>
    public static Value Parameter(NodeContext node, int index, Shape x)
    {
        int axis = QuantizationReader.Axis(node, x.Rank);
        Value value = node.Cast(node.Plain(index), ElementType.Float32);
        if (value.Shape.Length == 1)
        {
            return value.Shape.Rank == 0 ? value : node.Emit(new Reshape(Shape.Scalar), value);
        }

        return value.Shape.Rank == 1 && x.Rank > 0 && value.Shape[0] == x[axis]
            ? node.Emit(new Reshape(new Shape(x.Dimensions.Select((_, i) => i == axis ? value.Shape[0] : 1))), value)
            : throw node.Invalid($"input {index} has the shape {value.Shape}, which does not fit axis {axis} of {x}.");
    }
}
