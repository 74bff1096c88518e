using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>
/// Quantize- and DequantizeLinear with a scale for each block of elements along an axis, as the arithmetic that they stand for: with constant codes it is done at build time.
/// Inputs: the tensor, scales and, optionally, zero points, with an entry per block in place of the axis.
/// </summary>
internal static class BlockedQuantization
{
    /// <summary>y = clamp(rne(x / s) + z, the codes' range)</summary>
    public static Value Quantize(NodeContext node, Value x, ElementType codes, int block)
    {
        Parameters p = Read(node, x, block);
        Value steps = node.Unary(UnaryKind.Round, node.Binary(BinaryKind.Div, node.Cast(x, ElementType.Float32), p.Spread(node, p.Scales)));
        Value shifted = p.Zeros is null ? steps : node.Binary(BinaryKind.Add, steps, p.Spread(node, p.Zeros));
        return node.Cast(node.Emit(new Clip(codes.MinValue(), codes.MaxValue()), shifted), codes);
    }

    /// <summary>y = (x − z) · s</summary>
    public static Value Dequantize(NodeContext node, Value codes, ElementType real, int block)
    {
        Parameters p = Read(node, codes, block);
        if (codes is { IsConstant: true, Shape.Rank: 2 } && p.Scales.IsConstant && p.Zeros is null or { IsConstant: true })
        {
            // A product may keep its weights as codes.
            return node.Cast(node.Emit(new DequantizeBlocks(p.Axis, block), ElementType.Float32, null, codes, p.Scales, p.Zeros), real);
        }

        Value steps = node.Cast(codes, ElementType.Float32);
        Value centred = p.Zeros is null ? steps : node.Binary(BinaryKind.Sub, steps, p.Spread(node, p.Zeros));
        return node.Cast(node.Binary(BinaryKind.Mul, centred, p.Spread(node, p.Scales)), real);
    }

    /// <summary>The scale of each element of x.</summary>
    public static Value Scale(NodeContext node, Value x, int block)
    {
        Parameters p = Read(node, x, block);
        return p.Spread(node, p.Scales);
    }

    private static Parameters Read(NodeContext node, Value x, int block)
    {
        int axis = QuantizationReader.Axis(node, x.Shape.Rank), length = x.Shape.Rank == 0 ? 0 : x.Shape[axis];
        if (block < 1 || length == 0)
        {
            throw node.Invalid($"blocks of {block} do not divide {x.Shape}.");
        }

        Shape blocks = DequantizeBlocks.Blocks(x.Shape, axis, block);
        return new Parameters(axis, [.. Enumerable.Range(0, length).Select(i => i / block)], Entries(1), node.Optional(2) is null ? null : Entries(2));

        Value Entries(int index)
        {
            Value value = node.Plain(index);
            return value.Shape.Equals(blocks)
                ? node.Cast(value, ElementType.Float32)
                : throw node.Invalid($"input {index} has the shape {value.Shape} instead of {blocks}, one entry per block.");
        }
    }

    /// <summary>Scales and zero points in float, with an entry per block.</summary>
    private sealed record Parameters(int Axis, int[] BlockOf, Value Scales, Value? Zeros)
    {
        /// <summary>An entry per element.</summary>
        public Value Spread(NodeContext node, Value entries) => GatherImport.Pick(node, entries, Axis, BlockOf);
    }
}
