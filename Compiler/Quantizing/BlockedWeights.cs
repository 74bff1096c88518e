using System;
using System.Linq;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// <see cref="GroupedWeights"/> as DequantizeLinear takes them: codes in the shape of the weights, scales and zero points with an entry per group in place of the axis of the reduction. Symmetric codes are
/// signed and need no zero points.
/// </summary>
internal sealed record BlockedWeights(TensorData Codes, TensorData Scales, TensorData? ZeroPoints, int Axis)
{
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

    private static T[] Arranged<T>(Func<int, int, T> of, int columns, int rows, int axis) =>
        [.. Enumerable.Range(0, columns * rows).Select(i => axis == 0 ? of(i % columns, i / columns) : of(i / rows, i % rows))];
}
