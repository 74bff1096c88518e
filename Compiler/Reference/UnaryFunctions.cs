using System;

namespace Octavo.Compiler.Reference;

/// <summary>
/// The functions of one real. What consists of + - * / is rounded after each of them, as the processor does; any other function is the exact value,
/// which the caller rounds once.
/// </summary>
internal static class UnaryFunctions
{
    public static double Of(Unary op, double x, Precision precision) => op.Kind switch
    {
        UnaryKind.Relu => x < 0 ? 0 : x,
        UnaryKind.LeakyRelu => x < 0 ? x * op.Alpha : x,
        UnaryKind.Sigmoid => RealFunctions.Sigmoid(x),
        UnaryKind.Tanh => Math.Tanh(x),
        UnaryKind.RationalSigmoid => RationalFunctions.Sigmoid((float)x),
        UnaryKind.RationalTanh => RationalFunctions.Tanh((float)x),
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
        UnaryKind.Celu => x < 0 ? op.Alpha * RealFunctions.ExpMinusOne(x / op.Alpha) : x,
        UnaryKind.Selu => op.Beta * (x < 0 ? op.Alpha * RealFunctions.ExpMinusOne(x) : x),
        UnaryKind.Gelu => x / 2 * (1 + RealFunctions.Erf(x / Math.Sqrt(2))),
        UnaryKind.GeluTanh => x * RealFunctions.Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))),
        UnaryKind.Mish => x * Math.Tanh(RealFunctions.Softplus(x)),
        UnaryKind.Swish => x * RealFunctions.Sigmoid(op.Alpha * x),
        UnaryKind.Affine => precision.Round(x * op.Alpha) + op.Beta,
        UnaryKind.ThresholdedRelu => x > op.Alpha ? x : 0,
        UnaryKind.ScaledTanh => op.Alpha * precision.Round(Math.Tanh(precision.Round(x * op.Beta))),
        UnaryKind.Shrink => x < -op.Alpha ? x + op.Beta : x > op.Alpha ? x - op.Beta : double.IsNaN(x) ? x : 0,
        UnaryKind.Sign => x > 0 ? 1 : x < 0 ? -1 : x,
        UnaryKind.Sin => Math.Sin(x),
        UnaryKind.Cos => Math.Cos(x),
        UnaryKind.Tan => Math.Tan(x),
        UnaryKind.Asin => Math.Asin(x),
        UnaryKind.Acos => Math.Acos(x),
        UnaryKind.Atan => Math.Atan(x),
        UnaryKind.Sinh => Math.Sinh(x),
        UnaryKind.Cosh => Math.Cosh(x),
        UnaryKind.Asinh => RealFunctions.Asinh(x),
        UnaryKind.Acosh => RealFunctions.Acosh(x),
        UnaryKind.Atanh => RealFunctions.Atanh(x),
        UnaryKind.IsNaN => double.IsNaN(x) ? 1 : 0,
        UnaryKind.IsInf => (op.Alpha != 0 && double.IsNegativeInfinity(x)) || (op.Beta != 0 && double.IsPositiveInfinity(x)) ? 1 : 0,
        _ => throw new NotSupportedException($"{op.Kind} of reals"),
    };

    private static double HardSigmoid(double x, double alpha, double beta, Precision precision) =>
        UnaryOperator.Clamped(precision.Round(precision.Round(x * alpha) + beta), 0, 1);
}
