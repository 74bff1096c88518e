using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

// Arithmetic. Operators on integers wrap.
public static unsafe partial class ElementBinary
{
    public readonly struct Add<T> : IElementBinary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a + b;
    }

    public readonly struct Sub<T> : IElementBinary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a - b;
    }

    public readonly struct Mul<T> : IElementBinary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a * b;
    }

    /// <summary>a / b</summary>
    public readonly struct Div<T> : IElementBinary<T, T>
        where T : unmanaged, IFloatingPoint<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a / b;
    }

    /// <summary>The lesser; NaN if either is.</summary>
    public readonly struct Min<T> : IElementBinary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => T.Min(a, b);
    }

    /// <summary>The greater; NaN if either is.</summary>
    public readonly struct Max<T> : IElementBinary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => T.Max(a, b);
    }

    /// <summary>The remainder with the sign of a; exact.</summary>
    public readonly struct Remainder<T> : IElementBinary<T, T>
        where T : unmanaged, IFloatingPoint<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a % b;
    }

    /// <summary>a &lt; 0 ? a · b : a</summary>
    public readonly struct PRelu<T> : IElementBinary<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke(T a, T b) => a < T.Zero ? a * b : a;
    }

    /// <summary>aᵇ</summary>
    public readonly struct RealPower : IElementBinary<double, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Invoke(double a, double b) => RealFunctions.Power(a, b);
    }
}
