using System.Linq;

namespace Octavo.Compiler;

// Codes with a scale s, and optionally a zero point z in float, for each block of elements along an axis, of which the last may be short: a code stands for (code − z)·s.

/// <summary>Codes to float. Inputs: codes of 8 bits, scales and, optionally, zero points, which have an entry per block in place of the axis.</summary>
public sealed record DequantizeBlocks(int Axis, int Block) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, blocks = Blocks(x, Axis, Block);
        return inputs.Skip(1).All(p => p is null || p.Equals(blocks))
            ? [x]
            : throw new ShapeException($"blocks of {Block} along axis {Axis} of {x} need scales and zero points {blocks}");
    }

    /// <summary>The shape of the scales.</summary>
    internal static Shape Blocks(Shape x, int axis, int block) => x.With(axis, (int)((x[axis] + (long)block - 1) / block));
}

/// <summary>
/// A float matrix product with the transpose of a constant matrix that is stored as codes: the product by what <see cref="DequantizeBlocks"/> along the last axis gives. Inputs: x […,K], codes [N,K],
/// scales [N,blocks], zero points [N,blocks] or none, bias [N] or none.
/// </summary>
public sealed record MatMulNBits(int Block) : Operator
{
    public FloatClamp? Activation { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, codes = inputs[1]!;
        if (x.Rank == 0 || codes.Rank != 2 || x[-1] != codes[1])
        {
            throw new ShapeException($"{x} and the transpose of {codes} do not multiply");
        }

        new DequantizeBlocks(1, Block).InferShapes([codes, inputs[2], inputs.Length > 3 ? inputs[3] : null]);
        return [x.With(x.Rank - 1, codes[0])];
    }
}

/// <summary>Rows of what <see cref="DequantizeBlocks"/> along the last axis gives. Inputs: codes [rows,K], indices, scales [rows,blocks], zero points [rows,blocks] or none.</summary>
public sealed record GatherBlockQuantized(int Block) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape codes = inputs[0]!;
        if (codes.Rank != 2)
        {
            throw new ShapeException($"{codes} are not rows of codes");
        }

        new DequantizeBlocks(1, Block).InferShapes([codes, inputs[2], inputs.Length > 3 ? inputs[3] : null]);
        return [new Shape(inputs[1]!.Dimensions.Append(codes[1]))];
    }
}
