using System;
using System.Linq;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Quantizing.Ranges;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Weights in groups as DequantizeLinear takes them: codes in the shape of the weights, scales and zero points with an entry per group in place of the axis of the reduction. Symmetric codes are
/// signed and need no zero points.
/// </summary>
internal sealed record BlockedWeights(TensorData Codes, TensorData Scales, TensorData? ZeroPoints, int Axis)
{
    /// <summary>A matrix in codes of 8 bits, by the smallest and largest weight of each group.</summary>
    /// <param name="axis">Of the reduction.</param>
    public static BlockedWeights Of(TensorData weights, int axis, QuantizationSettings settings)
    {
        float[] values = weights.ToFloats();
        int columns = weights.Shape[1], size = settings.GroupSize;
        Shape shape = DequantizeBlocks.Blocks(weights.Shape, axis, size);
        int[] group = [.. Enumerable.Range(0, values.Length).Select(i => axis == 0 ? (i / columns / size * columns) + (i % columns) : (i / columns * shape[1]) + (i % columns / size))];
        var ranges = new TensorRange[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ref TensorRange range = ref ranges[group[i]];
            range = new TensorRange(Math.Min(range.Low, values[i]), Math.Max(range.High, values[i]));
        }

        (ElementType type, bool symmetric) = (settings.Weights, settings.SymmetricWeights);
        Quantization[] each = Array.ConvertAll(ranges, range => ScaleRule.Of(range, type, symmetric));
        (long low, long high) = ScaleRule.Codes(type, symmetric);
        byte[] codes = [.. values.Select((value, i) => unchecked((byte)WeightCodes.Code(value, each[group[i]].Scale, each[group[i]].ZeroPoint, low, high)))];
        return new BlockedWeights(
            new TensorData(type, weights.Shape, codes),
            TensorData.Floats(shape, [.. each.Select(q => q.Scale)]),
            symmetric && type == ElementType.Int8 ? null : new TensorData(type, shape, [.. each.Select(q => unchecked((byte)q.ZeroPoint))]),
            axis);
    }

    /// <summary><see cref="GroupedWeights"/> in this form.</summary>
    /// <param name="axis">Of the reduction: 0 for weights [k, n], 1 for [n, k].</param>
    public static BlockedWeights Of(GroupedWeights grouped, int n, int k, int axis, QuantizationSettings settings)
    {
        int groups = grouped.Scales.Length / n, rowLength = groups * settings.GroupSize, middle = 1 << (settings.Bits - 1);
        ElementType codes = settings.Bits == 4 ? ElementType.UInt4 : ElementType.UInt8, signed = settings.Bits == 4 ? ElementType.Int4 : ElementType.Int8;
        byte[] all = PackedElements.Unpack(grouped.Codes.Bytes, codes, n * rowLength);
        ElementType element = grouped.ZeroPoints is null ? signed : codes;
        byte[] arranged = Arranged((column, row) => unchecked((byte)(all[(column * rowLength) + row] - (grouped.ZeroPoints is null ? middle : 0))), n, k, axis);
        float[] scales = grouped.Scales.ToFloats();
        Shape blocks = axis == 0 ? new Shape(groups, n) : new Shape(n, groups);
        TensorData? zeroPoints = null;
        if (grouped.ZeroPoints is { } packed)
        {
            int zeroBytes = packed.Length / n;
            byte[] zeros = PackedElements.Unpack(packed.Bytes, codes, packed.Length * 8 / settings.Bits);
            zeroPoints = new TensorData(codes, blocks, Arranged((column, group) => zeros[(column * zeroBytes * 8 / settings.Bits) + group], n, groups, axis));
        }

        return new BlockedWeights(
            new TensorData(element, axis == 0 ? new Shape(k, n) : new Shape(n, k), arranged),
            TensorData.Floats(blocks, Arranged((column, group) => scales[(column * groups) + group], n, groups, axis)),
            zeroPoints,
            axis);
    }

    /// <summary>The weights [n, k] for [k, n], and the other way round.</summary>
    public BlockedWeights Transposed() => new(Transposed(Codes), Transposed(Scales), ZeroPoints is null ? null : Transposed(ZeroPoints), 1 - Axis);

    /// <summary>The reals that the codes stand for.</summary>
    public float[] Reals(int size)
    {
        int columns = Codes.Shape[1], groups = Scales.Shape[1];
        float[] scales = Scales.ToFloats(), reals = new float[Codes.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int group = Axis == 0 ? (i / columns / size * columns) + (i % columns) : (i / columns * groups) + (i % columns / size);
            reals[i] = (Codes.IntegerAt(i) - (ZeroPoints?.IntegerAt(group) ?? 0)) * scales[group];
        }

        return reals;
    }

    private static TensorData Transposed(TensorData matrix)
    {
        var shape = new Shape(matrix.Shape[1], matrix.Shape[0]);
        return Evaluator.Evaluate(new Transpose([1, 0]), [new Operand(matrix)], [new TensorType(matrix.Element, shape)])[0];
    }

    private static T[] Arranged<T>(Func<int, int, T> of, int columns, int rows, int axis) =>
        [.. Enumerable.Range(0, columns * rows).Select(i => axis == 0 ? of(i % columns, i / columns) : of(i / rows, i % rows))];
}
