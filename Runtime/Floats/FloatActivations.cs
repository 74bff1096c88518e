using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

// The activations of newer networks.
public static unsafe partial class FloatUnary
{
    /// <summary>x &lt; 0 ? α·(eˣᐟᵅ − 1) : x</summary>
    public readonly struct Celu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(x, T.Of(0), alpha * Functions.ExpMinus1(x / alpha), x);
    }

    /// <summary>β · (x &lt; 0 ? α·(eˣ − 1) : x)</summary>
    public readonly struct Selu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => beta * T.IfLess(x, T.Of(0), alpha * Functions.ExpMinus1(x), x);
    }

    /// <summary>x/2 · (1 + erf(x/√2))</summary>
    public readonly struct Gelu : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => Functions.Gelu(x);
    }

    /// <summary>x/2 · (1 + tanh(u)), which is x · sigmoid(2u), with u = √(2/π) · (x + 0.044715 x³)</summary>
    public readonly struct GeluTanh : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => x * Functions.Sigmoid(x * T.FusedMultiplyAdd(x * x, T.Of(0.0713548163f), T.Of(1.59576912f)));
    }

    /// <summary>x · tanh(ln(1 + eˣ)), which is x · n / (n + 2) with n = eˣ·(eˣ + 2); from 20 on it is x.</summary>
    public readonly struct Mish : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T>
        {
            T power = Functions.Exp(T.IfLess(T.Of(20), x, T.Of(20), x));
            T n = power * (power + T.Of(2));
            return x * (n / (n + T.Of(2)));
        }
    }

    /// <summary>x / (1 + e⁻ᵅˣ)</summary>
    public readonly struct Swish : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => x * Functions.Sigmoid(alpha * x);
    }

    /// <summary>x &lt; −α ? x + β : x &gt; α ? x − β : 0</summary>
    public readonly struct Shrink : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(x, -alpha, x + beta, T.IfLess(alpha, x, x - beta, T.IfEqual(x, x, T.Of(0), x)));
    }

    /// <summary>1, 0 or −1; NaN stays.</summary>
    public readonly struct Sign : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => T.IfLess(T.Of(0), x, T.Of(1), T.IfLess(x, T.Of(0), T.Of(-1), x));
    }
}
