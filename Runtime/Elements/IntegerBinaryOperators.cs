using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

// What only integers do.
public static unsafe partial class ElementBinary
{
    /// <summary>a / b towards zero; 0 when b is 0.</summary>
    public readonly struct Quotient<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b)
        {
            if (T.IsZero(b))
            {
                return T.Zero;
            }

            // The processor traps on the least integer divided by −1, whose quotient wraps to itself.
            return T.IsNegative(b) && T.IsZero(b + T.One) ? T.Zero - a : a / b;
        }
    }

    /// <summary>The remainder with the sign of b; 0 when b is 0.</summary>
    public readonly struct Mod<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b)
        {
            T remainder = IntegerRemainder<T>.Invoke(a, b);
            return !T.IsZero(remainder) && T.IsNegative(remainder) != T.IsNegative(b) ? remainder + b : remainder;
        }
    }

    /// <summary>The remainder with the sign of a; 0 when b is 0.</summary>
    public readonly struct IntegerRemainder<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => T.IsZero(b) || (T.IsNegative(b) && T.IsZero(b + T.One)) ? T.Zero : a % b;
    }

    /// <summary>aᵇ; for a negative b the quotient 1 / a⁻ᵇ towards zero.</summary>
    public readonly struct IntegerPower<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b)
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
                power = T.IsOddInteger(b) ? power * a : power;
                a *= a;
            }

            return power;
        }
    }

    /// <summary>Bit by bit; of bool, which is 0 or 1, the logical operator.</summary>
    public readonly struct And<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a & b;
    }

    public readonly struct Or<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a | b;
    }

    public readonly struct Xor<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a ^ b;
    }

    /// <summary>0 when nothing is left of a.</summary>
    public readonly struct ShiftLeft<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => int.CreateSaturating(b) < sizeof(T) * 8 ? a << int.CreateSaturating(b) : T.Zero;
    }

    /// <summary>0 when nothing is left of a.</summary>
    public readonly struct ShiftRight<T> : IElementBinary<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => int.CreateSaturating(b) < sizeof(T) * 8 ? a >>> int.CreateSaturating(b) : T.Zero;
    }
}
