using System;

namespace Octavo.Compiler.Reference;

/// <summary>Functions of one element, and what else works element by element.</summary>
internal static class UnaryOperator
{
    public static TensorData Evaluate(Unary op, Operand x, TensorType y)
    {
        var writer = new TensorWriter(y);
        if (x.IsRawInteger)
        {
            for (int i = 0; i < x.Data.Length; i++)
            {
                writer.Integer(i, Integer(op.Kind, x.Data.IntegerAt(i), x.Element));
            }

            return writer.Data;
        }

        Precision precision = Precision.Of(y, x);
        var reader = new TensorReader(x);
        for (int i = 0; i < x.Data.Length; i++)
        {
            writer.Real(i, precision.Round(UnaryFunctions.Of(op, reader.Real(i), precision)));
        }

        return writer.Data;
    }

    /// <summary>A bound beyond the type's range is the range's end. When the bounds cross, the upper one wins.</summary>
    public static TensorData Clip(Clip op, Operand x, TensorType y)
    {
        var writer = new TensorWriter(y);
        if (x.IsRawInteger)
        {
            bool unsigned = x.Element == ElementType.UInt64;
            long low = Integers.Truncate(op.Low, x.Element);
            long high = Integers.Truncate(op.High, x.Element);
            for (int i = 0; i < x.Data.Length; i++)
            {
                long value = x.Data.IntegerAt(i);
                value = Integers.Less(value, low, unsigned) ? low : value;
                writer.Integer(i, Integers.Less(high, value, unsigned) ? high : value);
            }

            return writer.Data;
        }

        Precision precision = Precision.Of(y, x);
        var reader = new TensorReader(x);
        for (int i = 0; i < x.Data.Length; i++)
        {
            writer.Real(i, Clamped(reader.Real(i), precision.Round(op.Low), precision.Round(op.High)));
        }

        return writer.Data;
    }

    public static TensorData PRelu(Operand x, Operand slope, TensorType y)
    {
        var writer = new TensorWriter(y);
        int[] positions = AxisMap.Broadcast(slope.Shape, x.Shape);
        if (x.IsRawInteger && slope.IsRawInteger)
        {
            for (int i = 0; i < x.Data.Length; i++)
            {
                long value = x.Data.IntegerAt(i);
                writer.Integer(i, Integers.Less(value, 0, x.Element == ElementType.UInt64) ? unchecked(value * slope.Data.IntegerAt(positions[i])) : value);
            }

            return writer.Data;
        }

        Precision precision = Precision.Of(y, x, slope);
        double[] slopes = TensorReader.Reals(slope);
        var reader = new TensorReader(x);
        for (int i = 0; i < x.Data.Length; i++)
        {
            double value = reader.Real(i);
            writer.Real(i, value < 0 ? precision.Round(value * slopes[positions[i]]) : value);
        }

        return writer.Data;
    }

    private static long Integer(UnaryKind kind, long x, ElementType type)
    {
        bool unsigned = type == ElementType.UInt64;
        return kind switch
        {
            UnaryKind.Relu => x < 0 && !unsigned ? 0 : x,
            UnaryKind.Abs => x < 0 && !unsigned ? unchecked(-x) : x,
            UnaryKind.Neg => unchecked(-x),
            UnaryKind.Sign => x == 0 ? 0 : x > 0 || unsigned ? 1 : -1,
            UnaryKind.Not => type == ElementType.Bool ? 1 - x : ~x,
            _ => throw new NotSupportedException($"{kind} of {type.ShortName()}"),
        };
    }

    internal static double Clamped(double x, double low, double high)
    {
        x = x < low ? low : x;
        return x > high ? high : x;
    }
}
