using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

public static unsafe partial class ElementUnary
{
    public readonly struct Relu<T> : IElementUnary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T x, double alpha, double beta) => x < T.Zero ? T.Zero : x;
    }

    public readonly struct Abs<T> : IElementUnary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T x, double alpha, double beta) => x < T.Zero ? T.Zero - x : T.IsZero(x) ? T.Zero : x;
    }

    public readonly struct Neg<T> : IElementUnary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T x, double alpha, double beta) => -x;
    }

    /// <summary>1, 0 or −1; what is no number stays.</summary>
    public readonly struct Sign<T> : IElementUnary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T x, double alpha, double beta) => x > T.Zero ? T.One : x < T.Zero ? T.Zero - T.One : x;
    }

    /// <summary>The complement of every bit.</summary>
    public readonly struct Complement<T> : IElementUnary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T x, double alpha, double beta) => ~x;
    }

    public readonly struct LogicalNot : IElementUnary<bool, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(bool x, double alpha, double beta) => !x;
    }

    public readonly struct IsNaN<T> : IElementUnary<T, bool>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T x, double alpha, double beta) => T.IsNaN(x);
    }

    /// <summary>−∞ counts when α is not 0, +∞ when β is not 0.</summary>
    public readonly struct IsInf<T> : IElementUnary<T, bool>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T x, double alpha, double beta) => (alpha != 0 && T.IsNegativeInfinity(x)) || (beta != 0 && T.IsPositiveInfinity(x));
    }
}
