using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Transpose, and the operators that move blocks of pixels between space and channels by it.</summary>
internal static class TransposeImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Transpose", Transpose),
        new("DepthToSpace", DepthToSpace),
        new("SpaceToDepth", SpaceToDepth),
    ];

    /// <summary>Permutes axes; a quantization along one follows it.</summary>
    public static Value Emit(NodeContext node, Value x, params int[] permutation)
    {
        var op = new Transpose(permutation);
        op.InferShapes([x.Shape]);
        return node.Emit(op, x.Type.Element, MovedQuantization.Transposed(x.Type.Quantization, permutation), x);
    }

    private static Value Transpose(NodeContext node)
    {
        Value x = node.Required(0);
        return Emit(node, x, node.Attributes.Ints("perm") ?? Enumerable.Range(0, x.Shape.Rank).Reverse().ToArray());
    }

    private static Value DepthToSpace(NodeContext node)
    {
        Value x = PerTensor(node);
        string mode = node.Attributes.Text("mode", "DCR");
        int block = Block(node);
        int n = x.Shape[0], depth = x.Shape[1] / (block * block), h = x.Shape[2], w = x.Shape[3];
        Value y = mode switch
        {
            "DCR" => Emit(node, ReshapeImport.Emit(node, x, new Shape(n, block, block, depth, h, w)), [0, 3, 4, 1, 5, 2]),
            "CRD" => Emit(node, ReshapeImport.Emit(node, x, new Shape(n, depth, block, block, h, w)), [0, 1, 4, 2, 5, 3]),
            _ => throw node.Invalid($"the mode is {Printable.Quote(mode)}."),
        };
        return ReshapeImport.Emit(node, y, new Shape(n, depth, h * block, w * block));
    }

    private static Value SpaceToDepth(NodeContext node)
    {
        Value x = PerTensor(node);
        int block = Block(node);
        int n = x.Shape[0], depth = x.Shape[1], h = x.Shape[2] / block, w = x.Shape[3] / block;
        Value y = Emit(node, ReshapeImport.Emit(node, x, new Shape(n, depth, h, block, w, block)), [0, 3, 5, 1, 2, 4]);
        return ReshapeImport.Emit(node, y, new Shape(n, depth * block * block, h, w));
    }

    private static int Block(NodeContext node)
    {
        long block = node.Attributes.Int("blocksize", 0);
        return block is > 0 and < 32768 ? (int)block : throw node.Invalid($"blocksize is {block}.");
    }

    /// <summary>An image whose channels are not quantized one by one, since they are split and joined.</summary>
    private static Value PerTensor(NodeContext node)
    {
        Value x = node.Required(0);
        if (x.Shape.Rank != 4)
        {
            throw node.Invalid($"x {x.Shape} is no batch of images.");
        }

        return x.Type.Quantization is { IsPerTensor: false } ? node.Plain(0) : x;
    }
}
