using System;
using System.Linq;
using Octavo.Compiler.Import.Operators.Windows;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// Products of 8-bit codes with int32 sums, <c>Σ (x − zx)·(w − zw)</c>, the zero points being operands. With constant weights they are the products of quantized types, of
/// scale 1; otherwise they are computed in float, as long as all sums are exact there.
/// </summary>
internal static class IntegerProducts
{
    /// <summary>255² · 258 &lt; 2²⁴: no sum of so many products is rounded in float.</summary>
    public const int ExactTerms = 258;

    /// <summary>An operand that must hold 8-bit integers.</summary>
    public static Value Codes(NodeContext node, int index)
    {
        Value value = node.Plain(index);
        return value.Type.Element is ElementType.UInt8 or ElementType.Int8
            ? value
            : throw new ImportException(ProblemKind.UnsupportedType, $"input {index} holds {value.Type.Element.ShortName()} where 8-bit integers are expected.");
    }

    public static Value MatMul(NodeContext node, Value a, Value? za, Value b, Value? zb)
    {
        Quantization? right = Quantization(zb, b, b.Shape.Rank - 1), left = Quantization(za, a, axis: -1);
        if (a.Shape.Rank >= 2 && right is not null && (left is not null ? b.Shape.Rank >= 2 && (right.IsPerTensor || IsMatrix(b)) : IsMatrix(b) && IsOne(za)))
        {
            return Product(node, new MatMul(), new MatMul { IsDynamic = true }, a, za, left, node.View(b, right));
        }

        return InChunks(node, Difference(node, a, RowsOf(node, za)), Difference(node, b, zb));
    }

    public static Value Conv(NodeContext node, Conv op, Value x, Value? zx, Value w, Value? zw)
    {
        Quantization? weights = Quantization(zw, w, axis: 0), left = Quantization(zx, x, axis: -1);
        if (w.IsConstant && weights is not null && op.Window.SpatialRank <= 2 && (left is not null || IsOne(zx)))
        {
            return Product(node, op, op with { IsDynamic = true }, x, zx, left, node.View(w, weights));
        }

        if (w.Shape.Product(1, w.Shape.Rank) > ExactTerms)
        {
            throw node.Unsupported($"each result is a sum of {w.Shape.Product(1, w.Shape.Rank)} products, and Octavo needs constant weights and at most 2 spatial axes for more than {ExactTerms}.");
        }

        Value channels = zw is { Shape.Length: > 1 }
            ? node.Emit(new Reshape(new Shape(Enumerable.Repeat(1, w.Shape.Rank - 1).Prepend((int)zw.Shape.Length))), zw)
            : zw!;
        return node.Emit(new Cast(), ElementType.Int32, null, Convolutions.Emit(node, Difference(node, x, zx), Difference(node, w, channels), bias: null, op.Window, op.Group));
    }

    /// <summary>On quantized types of scale 1; when the zero point of x is computed, the operator reads it at run time.</summary>
    private static Value Product(NodeContext node, Operator op, Operator dynamic, Value x, Value? zx, Quantization? left, Value weights)
    {
        if (left is not null)
        {
            return node.Emit(op, ElementType.Int32, null, node.View(x, left), weights);
        }

        Value one = node.Emit(TensorData.Floats(Shape.Scalar, 1));
        return node.Emit(dynamic, ElementType.Int32, null, Unsigned(node, x), weights, null, one, Unsigned(node, zx!));
    }

    /// <summary>Constant zero points as a quantization of scale 1; null when they are computed, or vary along another axis than the given one.</summary>
    private static Quantization? Quantization(Value? zeroPoint, Value codes, int axis)
    {
        if (zeroPoint is null)
        {
            return new Quantization(1, 0);
        }

        if (NodeContext.ConstantOf(zeroPoint) is not { } data)
        {
            return null;
        }

        int[] zeros = data.ToInts();
        return zeros.Length == 1 ? new Quantization(1, zeros[0])
            : axis >= 0 && codes.Shape[axis] == zeros.Length && zeroPoint.Shape[-1] == zeros.Length
                ? new Quantization(Enumerable.Repeat(1f, zeros.Length).ToArray(), zeros, axis)
            : null;
    }

    private static bool IsMatrix(Value weights) => weights is { IsConstant: true, Shape.Rank: 2 };

    private static bool IsOne(Value? zeroPoint) => zeroPoint is { Shape.Length: 1 };

    /// <summary>Codes and zero points of 8 signed bits as unsigned ones: both move by 128.</summary>
    private static Value Unsigned(NodeContext node, Value codes) =>
        codes.Type.Element == ElementType.UInt8 ? codes : node.Emit(new Reinterpret(128), ElementType.UInt8, null, codes);

    /// <summary>A vector of zero points of a's rows stands beside the columns.</summary>
    private static Value? RowsOf(NodeContext node, Value? zeroPoint) => zeroPoint is { Shape: { Rank: 1, Length: > 1 } }
        ? node.Emit(new Reshape(new Shape(zeroPoint.Shape[0], 1)), zeroPoint)
        : zeroPoint;

    private static Value Difference(NodeContext node, Value codes, Value? zeroPoint)
    {
        Value real = node.Emit(new Cast(), ElementType.Float32, null, codes);
        if (zeroPoint is null)
        {
            return real;
        }

        Value zero = node.Emit(new Cast(), ElementType.Float32, null, zeroPoint);
        return node.Emit(new Binary(BinaryKind.Sub), real, zero.Shape.Length == 1 ? node.Emit(new Reshape(Shape.Scalar), zero) : zero);
    }

    private static Value InChunks(NodeContext node, Value a, Value b)
    {
        int length = a.Shape[-1], rows = Math.Max(b.Shape.Rank - 2, 0);
        Value? sum = null;
        for (int k = 0; k < Math.Max(length, 1); k += ExactTerms)
        {
            int size = Math.Min(ExactTerms, length - k);
            Value part = node.Emit(new MatMul(), Part(node, a, a.Shape.Rank - 1, k, size), Part(node, b, rows, k, size));
            Value integers = node.Emit(new Cast(), ElementType.Int32, null, part);
            sum = sum is null ? integers : node.Emit(new Binary(BinaryKind.Add), sum, integers);
        }

        return sum!;
    }

    private static Value Part(NodeContext node, Value x, int axis, int start, int size)
    {
        if (size >= x.Shape[axis])
        {
            return x;
        }

        int[] starts = new int[x.Shape.Rank];
        starts[axis] = start;
        return node.Emit(new Slice(starts, Enumerable.Repeat(1, starts.Length).ToArray(), x.Shape.With(axis, size).ToArray()), x);
    }
}
