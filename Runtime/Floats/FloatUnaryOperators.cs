using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

// The operators of ONNX; NaN stays NaN.
public static unsafe partial class FloatUnary
{
    /// <summary>x &lt; 0 ? 0 : x</summary>
    public readonly struct Relu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(x, T.Of(0), T.Of(0), x);
    }

    /// <summary>x &lt; α ? α : x &gt; β ? β : x</summary>
    public readonly struct Clip : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Clamp(x, alpha, beta);
    }

    /// <summary>x &lt; 0 ? α·x : x</summary>
    public readonly struct LeakyRelu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(x, T.Of(0), alpha * x, x);
    }

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    public readonly struct Sigmoid : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Sigmoid(x);
    }

    public readonly struct Tanh : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Tanh(x);
    }

    public readonly struct RationalSigmoid : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.RationalSigmoid(x);
    }

    public readonly struct RationalTanh : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.RationalTanh(x);
    }

    /// <summary>α·x + β between 0 and 1; multiply, then add.</summary>
    public readonly struct HardSigmoid : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Clamp((alpha * x) + beta, T.Of(0), T.Of(1));
    }

    /// <summary>x · (x/6 + 1/2 between 0 and 1)</summary>
    public readonly struct HardSwish : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => x * Clamp((T.Of(1f / 6) * x) + T.Of(0.5f), T.Of(0), T.Of(1));
    }

    public readonly struct Exp : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Exp(x);
    }

    public readonly struct Log : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Log(x);
    }

    public readonly struct Sqrt : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.Sqrt(x);
    }

    public readonly struct Reciprocal : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.Of(1) / x;
    }

    public readonly struct Abs : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.Abs(x);
    }

    public readonly struct Neg : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => -x;
    }

    public readonly struct Floor : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.Floor(x);
    }

    public readonly struct Ceil : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.Ceiling(x);
    }

    /// <summary>To the nearest integer, halves to the even one.</summary>
    public readonly struct Round : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.Round(x);
    }

    public readonly struct Erf : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Erf(x);
    }

    /// <summary>x &lt; 0 ? α·(eˣ − 1) : x</summary>
    public readonly struct Elu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(x, T.Of(0), alpha * Functions.ExpMinus1(x), x);
    }

    /// <summary>ln(1 + eˣ)</summary>
    public readonly struct Softplus : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Softplus(x);
    }

    /// <summary>x / (1 + |x|)</summary>
    public readonly struct Softsign : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => x / (T.Of(1) + T.Abs(x));
    }

    /// <summary>α·x + β; multiply, then add.</summary>
    public readonly struct Affine : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => (alpha * x) + beta;
    }

    /// <summary>x &gt; α ? x : 0</summary>
    public readonly struct ThresholdedRelu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(alpha, x, x, T.Of(0));
    }

    /// <summary>α·tanh(β·x)</summary>
    public readonly struct ScaledTanh : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => alpha * Functions.Tanh(beta * x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T x, T low, T high)
        where T : struct, IFloatLanes<T> => T.IfLess(x, low, low, T.IfLess(high, x, high, x));
}
