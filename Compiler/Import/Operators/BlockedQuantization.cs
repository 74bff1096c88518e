using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>
/// Quantize- and DequantizeLinear with a scale for each block of elements along an axis, as the arithmetic that they stand for: with constant codes it is done at build time.
/// Inputs: the tensor, scales and, optionally, zero points, with an entry per block in place of the axis.
/// </summary>
internal static class BlockedQuantization
{
    /// <summary>y = clamp(rne(x / s) + z, the codes' range)</summary>
    public static Value Quantize(NodeContext node, Value x, ElementType codes, int block)
    {
        (Value scale, Value? zero) = Parameters(node, x, block);
        Value steps = node.Unary(UnaryKind.Round, node.Binary(BinaryKind.Div, node.Cast(x, ElementType.Float32), scale));
        Value shifted = zero is null ? steps : node.Binary(BinaryKind.Add, steps, zero);
        return node.Cast(node.Emit(new Clip(codes.MinValue(), codes.MaxValue()), shifted), codes);
    }

    /// <summary>y = (x − z) · s</summary>
    public static Value Dequantize(NodeContext node, Value codes, ElementType real, int block)
    {
        (Value scale, Value? zero) = Parameters(node, codes, block);
        Value steps = node.Cast(codes, ElementType.Float32);
        Value centred = zero is null ? steps : node.Binary(BinaryKind.Sub, steps, zero);
        return node.Cast(node.Binary(BinaryKind.Mul, centred, scale), real);
    }

    /// <summary>Scales and zero points in float, with an entry per element.</summary>
    private static (Value Scale, Value? Zero) Parameters(NodeContext node, Value x, int block)
    {
        int axis = QuantizationReader.Axis(node, x.Shape.Rank), length = x.Shape.Rank == 0 ? 0 : x.Shape[axis];
        if (block < 1 || length == 0)
        {
            throw node.Invalid($"blocks of {block} do not divide {x.Shape}.");
        }

        Shape blocks = x.Shape.With(axis, (int)((length + (long)block - 1) / block));
        int[] indices = Enumerable.Range(0, length).Select(i => i / block).ToArray();
        return (Spread(1), node.Optional(2) is null ? null : Spread(2));

        Value Spread(int index)
        {
            Value value = node.Plain(index);
            return value.Shape.Equals(blocks)
                ? GatherImport.Pick(node, node.Cast(value, ElementType.Float32), axis, indices)
                : throw node.Invalid($"input {index} has the shape {value.Shape} instead of {blocks}, one entry per block.");
        }
    }
}
