using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Matrices;

/// <summary>
/// MatMulNBits and GatherBlockQuantized: a product with, and rows of, a constant matrix whose codes of 2, 4 or 8 bits have a scale per block. They become a MatMul or Gather behind
/// <see cref="DequantizeBlocks"/>, the form of other exporters, or a <see cref="BlockMatMul"/> where the model allows activations of 8 bits.
/// </summary>
internal static class BlockProductImport
{
    private const string Constant = "constant codes, scales and zero points";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("MatMulNBits", MatMulNBits, Constant + "; activations of 8 bits where accuracy_level is 4") { Domain = OperatorTable.Microsoft, Until = 1 },
        new("GatherBlockQuantized", GatherBlockQuantized, Constant + "; integer codes") { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    private static Value MatMulNBits(NodeContext node)
    {
        // The least accuracy that is asked for: 4 allows activations of 8 bits.
        bool integers = node.Attributes.Int("accuracy_level", 0) == 4;
        int k = Dimension(node, "K"), n = Dimension(node, "N"), bits = Bits(node), block = Block(node);
        if (node.Attributes.Int("weight_prepacked", 0) != 0)
        {
            throw node.Unsupported("its weights are prepacked for a kernel of another runtime.");
        }

        Value x = node.Real(0);
        var codes = new Shape(n, k);
        Shape blocks = Octavo.Compiler.DequantizeBlocks.Blocks(codes, 1, block);
        TensorData packed = Bytes(node, 1, "weights", (long)n * blocks[1] * (block * bits / 8));
        Value weights = node.Emit(Unpacked(packed, codes, blocks[1] * block, bits));
        Value scales = node.Emit(Floats(node, 2, "scales", blocks));
        Value zeros = node.Emit(ZeroPoints(node, bits, blocks));
        int[] groups = node.Constant(4, "g_idx")?.ToInts() ?? [];
        bool inOrder = Enumerable.Range(0, groups.Length).All(i => groups[i] == i / block);
        Value real = node.Cast(x, ElementType.Float32);
        Value? bias = node.Optional(5) is null ? null : node.Cast(node.Real(5), ElementType.Float32);
        if (integers && inOrder && BlockMatMul.Takes(Math.Min(block, k), zeros.Data) && (bias is null || (bias.IsConstant && bias.Shape.Length == n)))
        {
            return node.Cast(node.Emit(new BlockMatMul(block), real, weights, scales, zeros, bias), x.Type.Element);
        }

        Value w = inOrder ? node.Emit(new DequantizeBlocks(1, block), ElementType.Float32, null, weights, scales, zeros) : Regrouped(node, weights, scales, zeros, groups);
        Value y = node.Emit(new MatMul(), real, TransposeImport.Emit(node, w, 1, 0));
        return node.Cast(bias is null ? y : node.Binary(BinaryKind.Add, y, bias), x.Type.Element);
    }

    private static Value GatherBlockQuantized(NodeContext node)
    {
        Value data = node.Plain(0);
        bool isPacked = data.Type.Element == ElementType.UInt8;
        int declared = Bits(node), bits = isPacked ? declared : data.Type.Element.Bits(), block = Block(node), rank = data.Shape.Rank;
        int gather = node.Axis(node.Attributes.Int("gather_axis", 0), rank), axis = node.Axis(node.Attributes.Int("quantize_axis", 1), rank);
        if (data.Type.Element is not (ElementType.UInt8 or ElementType.Int4 or ElementType.UInt4))
        {
            throw node.Unsupported($"its codes are {data.Type.Element.ShortName()}.");
        }

        if (isPacked && axis != rank - 1)
        {
            throw node.Invalid("packed codes have their scales along the last axis.");
        }

        TensorData codes = node.ConstantOperand(0);
        Shape shape = codes.Shape;
        if (isPacked)
        {
            shape = shape.With(axis, checked(shape[axis] * (8 / bits)));
            codes = Unpacked(codes, shape, shape[axis], bits);
        }

        Shape blocks = Octavo.Compiler.DequantizeBlocks.Blocks(shape, axis, block);
        Value scales = node.Required(2);
        Value rows = node.Emit(
            new DequantizeBlocks(axis, block), ElementType.Float32, null, node.Emit(codes), node.Emit(Floats(node, 2, "scales", blocks)), node.Emit(Zeros()));
        return node.Cast(GatherImport.Gather(node, rows, node.Plain(1), gather), scales.Type.Element);

        TensorData Zeros() => isPacked ? ZeroPoints(node, bits, blocks)
            : node.Optional(3) is null ? TensorData.Floats(blocks, new float[blocks.Length])
            : Floats(node, 3, "zero points", blocks);
    }

    /// <summary>Element k of a row has the scale of block <c>groups[k]</c>: dequantized at build time.</summary>
    private static Value Regrouped(NodeContext node, Value codes, Value scales, Value zeros, int[] groups)
    {
        if (groups.Length < codes.Shape[1] || groups.Any(g => g < 0 || g >= scales.Shape[1]))
        {
            throw node.Invalid($"{groups.Length} entries of g_idx do not name blocks of {scales.Shape[1]} for {codes.Shape[1]} elements.");
        }

        int[] picked = [.. groups.Take(codes.Shape[1])];
        Value centred = node.Binary(BinaryKind.Sub, node.Cast(codes, ElementType.Float32), GatherImport.Pick(node, zeros, 1, picked));
        return node.Binary(BinaryKind.Mul, centred, GatherImport.Pick(node, scales, 1, picked));
    }

    /// <summary>One byte per code, without the codes that fill up the last block.</summary>
    private static TensorData Unpacked(TensorData packed, Shape shape, int rowLength, int bits)
    {
        int length = shape[-1], rowBytes = rowLength * bits / 8, perByte = 8 / bits, mask = (1 << bits) - 1;
        byte[] codes = new byte[shape.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int k = i % length;
            codes[i] = (byte)((packed.Bytes[(i / length * rowBytes) + (k / perByte)] >> (k % perByte * bits)) & mask);
        }

        return new TensorData(ElementType.UInt8, shape, codes);
    }

    /// <summary>Floats as they are; integers are packed per row like codes; the middle of the codes when there are none.</summary>
    private static TensorData ZeroPoints(NodeContext node, int bits, Shape blocks)
    {
        if (node.Optional(3) is not { } zeros)
        {
            return TensorData.Floats(blocks, [.. Enumerable.Repeat((float)(1 << (bits - 1)), (int)blocks.Length)]);
        }

        if (zeros.Type.Element.IsFloat())
        {
            return Floats(node, 3, "zero points", blocks);
        }

        int rowBytes = ((blocks[-1] * bits) + 7) / 8;
        TensorData packed = Bytes(node, 3, "zero points", blocks.Length / Math.Max(1, blocks[-1]) * rowBytes);
        return TensorData.Floats(blocks, Unpacked(packed, blocks, rowBytes * 8 / bits, bits).ToFloats());
    }

    private static TensorData Bytes(NodeContext node, int index, string what, long length)
    {
        TensorData data = node.ConstantOperand(index);
        return data.Element == ElementType.UInt8 && data.Length == length
            ? data
            : throw node.Invalid($"its {what} are {data.Element.ShortName()}{data.Shape} instead of {length} bytes.");
    }

    private static TensorData Floats(NodeContext node, int index, string what, Shape shape)
    {
        TensorData data = node.ConstantOperand(index);
        return data.Length == shape.Length
            ? TensorData.Floats(shape, data.ToFloats())
            : throw node.Invalid($"its {what} have the shape {data.Shape} where {shape} is expected.");
    }

    private static int Dimension(NodeContext node, string name) =>
        node.Attributes.Int(name, 0) is > 0 and <= int.MaxValue and var value ? (int)value : throw node.Invalid($"{name} is {node.Attributes.Int(name, 0)}.");

    private static int Bits(NodeContext node) =>
        node.Attributes.Int("bits", 4) is var bits and (2 or 4 or 8) ? (int)bits : throw node.Unsupported($"its codes have {node.Attributes.Int("bits", 4)} bits.");

    private static int Block(NodeContext node) => node.Attributes.Int("block_size", 128) is >= 16 and <= 1 << 20 and var block && (block & (block - 1)) == 0
        ? (int)block
        : throw node.Invalid($"its blocks of {node.Attributes.Int("block_size", 128)} are no power of two of at least 16.");
}
