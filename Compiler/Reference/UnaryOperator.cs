using System;

namespace Octavo.Compiler.Reference;

/// <summary>
/// Functions of one element. What consists of + - * / is rounded after each of them, as the processor does; any other function is the exact value
/// rounded once.
/// </summary>
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
            writer.Real(i, precision.Round(Real(op, reader.Real(i), precision)));
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
        Precision precision = Precision.Of(y, x, slope);
        int[] positions = AxisMap.Broadcast(slope.Shape, x.Shape);
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
            _ => throw new NotSupportedException($"{kind} of {type.ShortName()}"),
        };
    }

    /// <summary>The function of one real, before the result is rounded.</summary>
    public static double Real(Unary op, double x, Precision precision) => op.Kind switch
    {
        UnaryKind.Relu => x < 0 ? 0 : x,
        UnaryKind.LeakyRelu => x < 0 ? x * op.Alpha : x,
        UnaryKind.Sigmoid => RealFunctions.Sigmoid(x),
        UnaryKind.Tanh => Math.Tanh(x),
        UnaryKind.HardSigmoid => HardSigmoid(x, op.Alpha, op.Beta, precision),
        UnaryKind.HardSwish => x * HardSigmoid(x, precision.Round(1.0 / 6), 0.5, precision),
        UnaryKind.Exp => Math.Exp(x),
        UnaryKind.Log => Math.Log(x),
        UnaryKind.Sqrt => Math.Sqrt(x),
        UnaryKind.Reciprocal => 1 / x,
        UnaryKind.Abs => Math.Abs(x),
        UnaryKind.Neg => -x,
        UnaryKind.Floor => Math.Floor(x),
        UnaryKind.Ceil => Math.Ceiling(x),
        UnaryKind.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryKind.Erf => RealFunctions.Erf(x),
        UnaryKind.Elu => x < 0 ? op.Alpha * RealFunctions.ExpMinusOne(x) : x,
        UnaryKind.Softplus => RealFunctions.Softplus(x),
        UnaryKind.Softsign => x / precision.Round(1 + Math.Abs(x)),
        UnaryKind.Affine => precision.Round(x * op.Alpha) + op.Beta,
        UnaryKind.ThresholdedRelu => x > op.Alpha ? x : 0,
        UnaryKind.ScaledTanh => op.Alpha * precision.Round(Math.Tanh(precision.Round(x * op.Beta))),
        _ => throw new NotSupportedException($"{op.Kind} of reals"),
    };

    private static double HardSigmoid(double x, double alpha, double beta, Precision precision) =>
        Clamped(precision.Round(precision.Round(x * alpha) + beta), 0, 1);

    private static double Clamped(double x, double low, double high)
    {
        x = x < low ? low : x;
        return x > high ? high : x;
    }
}
