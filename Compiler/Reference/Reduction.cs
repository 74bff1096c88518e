using System;
using System.Linq;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Sums, products and extremes along axes.</summary>
internal static class Reduction
{
    /// <summary>How many partial results a sum of floats has: element k, in row-major order of the reduced axes, joins number k modulo 16.</summary>
    public const int Partials = 16;

    /// <summary>Rounds after each operation. Raw integers wrap; their mean is divided towards zero.</summary>
    public static TensorData Evaluate(Reduce op, Operand x, TensorType y)
    {
        int[] positions = Positions(x.Shape, op.Axes);
        int length = (int)y.Shape.Length;
        int count = length == 0 ? 0 : x.Data.Length / length;
        if (op.Kind is ReduceKind.Sum or ReduceKind.Mean && Is8Bit(x.Element, x.Quantization) && Is8Bit(y.Element, y.Quantization))
        {
            return Codes(op.Kind, x, positions, count, y);
        }

        return x.IsRawInteger ? Integers(op.Kind, x, positions, count, y) : Reals(op.Kind, x, positions, count, y);
    }

    /// <summary>One after the other along the axis.</summary>
    public static TensorData Cumulative(Cumulative op, Operand x, TensorType y)
    {
        int length = x.Shape[op.Axis], stride = (int)x.Shape.Product(op.Axis + 1, x.Shape.Rank);
        var writer = new TensorWriter(y);
        Precision precision = Precision.Of(y, x);
        double[] reals = x.IsRawInteger ? [] : TensorReader.Reals(x);
        for (int first = 0; first < x.Data.Length; first++)
        {
            if (first / stride % length != 0)
            {
                continue;
            }

            long integer = (long)Start(op.Kind);
            double real = Start(op.Kind);
            for (int k = 0; k < length; k++)
            {
                int i = first + ((op.Reverse ? length - 1 - k : k) * stride);
                if (x.IsRawInteger)
                {
                    long sum = Combine(op.Kind, integer, x.Data.IntegerAt(i), unsigned: false);
                    writer.Integer(i, op.Exclusive ? integer : sum);
                    integer = sum;
                }
                else
                {
                    double sum = precision.Round(Combine(op.Kind, real, reals[i]));
                    writer.Real(i, op.Exclusive ? real : sum);
                    real = sum;
                }
            }
        }

        return writer.Data;
    }

    /// <summary>The sum of reals in 16 partial results, rounding after each addition; at the end number i takes in i + 8, then i + 4, i + 2, i + 1.</summary>
    public static double Sum(int count, Func<int, double> real, Precision precision)
    {
        double[] partial = new double[Partials];
        for (int k = 0; k < count; k++)
        {
            partial[k % Partials] = precision.Round(partial[k % Partials] + real(k));
        }

        return Fold(ReduceKind.Sum, partial, 0, precision);
    }

    /// <inheritdoc cref="Sum"/>
    public static double Fold(ReduceKind kind, double[] partial, int first, Precision precision)
    {
        for (int width = Partials / 2; width > 0; width /= 2)
        {
            for (int k = first; k < first + width; k++)
            {
                partial[k] = precision.Round(Combine(kind, partial[k], partial[k + width]));
            }
        }

        return partial[first];
    }

    private static bool Is8Bit(ElementType element, Quantization? quantization) => element.Size() == 1 && quantization is { IsPerTensor: true };

    /// <summary>An int32 sum of the codes' distances to the zero point, requantized.</summary>
    private static TensorData Codes(ReduceKind kind, Operand x, int[] positions, int count, TensorType y)
    {
        int[] centred = TensorReader.Centred(x);
        int[] sums = new int[y.Shape.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            sums[positions[i]] = unchecked(sums[positions[i]] + centred[i]);
        }

        float multiplier = Requantization.AverageMultiplier(x.Quantization!.Scale, y.Quantization!.Scale, kind == ReduceKind.Mean ? count : 1);
        var writer = new TensorWriter(y);
        for (int i = 0; i < sums.Length; i++)
        {
            writer.Integer(i, Requantization.Code(sums[i], multiplier, y.Quantization.ZeroPoint, writer.Low, writer.High));
        }

        return writer.Data;
    }

    private static TensorData Reals(ReduceKind kind, Operand x, int[] positions, int count, TensorType y)
    {
        Precision precision = Precision.Of(y, x);
        double[] reals = TensorReader.Reals(x);
        double[] partial = Enumerable.Repeat(Start(kind), checked((int)y.Shape.Length * Partials)).ToArray();
        int[] seen = new int[y.Shape.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            int at = (positions[i] * Partials) + (seen[positions[i]]++ % Partials);
            partial[at] = precision.Round(Combine(kind, partial[at], reals[i]));
        }

        var writer = new TensorWriter(y);
        for (int i = 0; i < seen.Length; i++)
        {
            double total = Fold(kind, partial, i * Partials, precision);
            writer.Real(i, kind == ReduceKind.Mean ? precision.Round(total / precision.Round(count)) : total);
        }

        return writer.Data;
    }

    private static TensorData Integers(ReduceKind kind, Operand x, int[] positions, int count, TensorType y)
    {
        bool unsigned = x.Element == ElementType.UInt64;
        long start = kind switch
        {
            ReduceKind.Min => unsigned ? -1 : x.Element.MaxValue(),
            ReduceKind.Max => x.Element.MinValue(),
            _ => (long)Start(kind),
        };
        long[] totals = Enumerable.Repeat(start, (int)y.Shape.Length).ToArray();
        for (int i = 0; i < positions.Length; i++)
        {
            totals[positions[i]] = Combine(kind, totals[positions[i]], x.Data.IntegerAt(i), unsigned);
        }

        var writer = new TensorWriter(y);
        for (int i = 0; i < totals.Length; i++)
        {
            writer.Integer(i, totals[i]);
            if (kind == ReduceKind.Mean)
            {
                writer.Integer(i, Reference.Integers.Divide(writer.Data.IntegerAt(i), count, unsigned));
            }
        }

        return writer.Data;
    }

    private static double Start(ReduceKind kind) => kind switch
    {
        ReduceKind.Product => 1,
        ReduceKind.Min => double.PositiveInfinity,
        ReduceKind.Max => double.NegativeInfinity,
        _ => 0,
    };

    private static double Combine(ReduceKind kind, double a, double b) => kind switch
    {
        ReduceKind.Product => a * b,
        ReduceKind.Min => Math.Min(a, b),
        ReduceKind.Max => Math.Max(a, b),
        _ => a + b,
    };

    private static long Combine(ReduceKind kind, long a, long b, bool unsigned) => unchecked(kind switch
    {
        ReduceKind.Product => a * b,
        ReduceKind.Min => Reference.Integers.Less(b, a, unsigned) ? b : a,
        ReduceKind.Max => Reference.Integers.Less(a, b, unsigned) ? b : a,
        _ => a + b,
    });

    /// <summary>For each element, which element of the reduced tensor it belongs to.</summary>
    private static int[] Positions(Shape x, int[] axes)
    {
        Shape kept = axes.Aggregate(x, (shape, axis) => shape.With(axis, 1));
        int[] strides = kept.Strides();
        return AxisMap.Positions(
            [.. x.Dimensions.Select((size, axis) => AxisMap.Axis(size, i => axes.Contains(axis) ? 0 : i * strides[axis]))]);
    }
}
