using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

public static unsafe partial class IntegerBinary
{
    public readonly struct Add : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T> => unchecked(a + b);
    }

    public readonly struct Sub : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T> => unchecked(a - b);
    }

    public readonly struct Mul : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T> => unchecked(a * b);
    }

    /// <summary>a / b towards zero; 0 when b is 0.</summary>
    public readonly struct Div : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T>
        {
            if (T.IsZero(b))
            {
                return T.Zero;
            }

            // The processor traps on the least integer divided by −1, whose quotient wraps to itself.
            return T.IsNegative(b) && T.IsZero(b + T.One) ? unchecked(T.Zero - a) : a / b;
        }
    }

    public readonly struct Min : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T> => a < b ? a : b;
    }

    public readonly struct Max : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T> => a > b ? a : b;
    }

    /// <summary>aᵇ; for a negative b the quotient 1 / a⁻ᵇ towards zero.</summary>
    public readonly struct Pow : IIntegerBinary
    {
        public static T Invoke<T>(T a, T b)
            where T : unmanaged, IBinaryInteger<T>
        {
            if (T.IsNegative(b))
            {
                // Only ±1 have an integral inverse.
                bool isUnit = a == T.One || T.IsZero(a + T.One);
                return !isUnit ? T.Zero : T.IsOddInteger(b) ? a : T.One;
            }

            T power = T.One;
            for (; !T.IsZero(b); b >>= 1)
            {
                if (T.IsOddInteger(b))
                {
                    power = unchecked(power * a);
                }

                a = unchecked(a * a);
            }

            return power;
        }
    }
}
