using System;

namespace Octavo.Runtime;

// Activations and elementary functions in double precision, by the formulas of FloatUnary.
public static unsafe partial class ElementUnary
{
    public readonly struct LeakyRelu : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x < 0 ? alpha * x : x;
    }

    public readonly struct Sigmoid : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Sigmoid(x);
    }

    public readonly struct Tanh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Tanh(x);
    }

    public readonly struct HardSigmoid : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => Clamp((alpha * x) + beta, 0, 1);
    }

    public readonly struct HardSwish : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x * Clamp((1.0 / 6 * x) + 0.5, 0, 1);
    }

    public readonly struct Exp : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Exp(x);
    }

    public readonly struct Log : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Log(x);
    }

    public readonly struct Sqrt : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => Math.Sqrt(x);
    }

    public readonly struct Reciprocal : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => 1 / x;
    }

    public readonly struct Floor : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => Math.Floor(x);
    }

    public readonly struct Ceil : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => Math.Ceiling(x);
    }

    public readonly struct Round : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => Math.Round(x, MidpointRounding.ToEven);
    }

    public readonly struct Erf : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Erf(x);
    }

    public readonly struct Elu : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x < 0 ? alpha * RealFunctions.ExpMinusOne(x) : x;
    }

    public readonly struct Celu : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x < 0 ? alpha * RealFunctions.ExpMinusOne(x / alpha) : x;
    }

    public readonly struct Selu : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => beta * (x < 0 ? alpha * RealFunctions.ExpMinusOne(x) : x);
    }

    public readonly struct Softplus : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Softplus(x);
    }

    public readonly struct Softsign : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x / (1 + Math.Abs(x));
    }

    public readonly struct Gelu : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => 0.5 * x * (1 + RealFunctions.Erf(x * 0.70710678118654752440));
    }

    public readonly struct GeluTanh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x * RealFunctions.Sigmoid(1.5957691216057307117 * (x + (0.044715 * x * x * x)));
    }

    public readonly struct Mish : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x * RealFunctions.Tanh(RealFunctions.Softplus(x));
    }

    public readonly struct Swish : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x * RealFunctions.Sigmoid(alpha * x);
    }

    public readonly struct ThresholdedRelu : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x > alpha ? x : 0;
    }

    public readonly struct Shrink : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => x < -alpha ? x + beta : x > alpha ? x - beta : double.IsNaN(x) ? x : 0;
    }

    public readonly struct Sin : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Sin(x);
    }

    public readonly struct Cos : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Cos(x);
    }

    public readonly struct Tan : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Tan(x);
    }

    public readonly struct Asin : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Asin(x);
    }

    public readonly struct Acos : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Acos(x);
    }

    public readonly struct Atan : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Atan(x);
    }

    public readonly struct Sinh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Sinh(x);
    }

    public readonly struct Cosh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Cosh(x);
    }

    public readonly struct Asinh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Asinh(x);
    }

    public readonly struct Acosh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Acosh(x);
    }

    public readonly struct Atanh : IElementUnary<double, double>
    {
        public static double Invoke(double x, double alpha, double beta) => RealFunctions.Atanh(x);
    }

    private static double Clamp(double x, double low, double high) => x < low ? low : x > high ? high : x;
}
