using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

public static unsafe partial class FloatBinary
{
    /// <summary>a + b</summary>
    public readonly struct Add : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => a + b;
    }

    /// <summary>a − b</summary>
    public readonly struct Sub : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => a - b;
    }

    /// <summary>a · b</summary>
    public readonly struct Mul : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => a * b;
    }

    /// <summary>a / b</summary>
    public readonly struct Div : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => a / b;
    }

    /// <summary>The lesser; NaN if either is.</summary>
    public readonly struct Min : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => T.Min(a, b);
    }

    /// <summary>The greater; NaN if either is.</summary>
    public readonly struct Max : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => T.Max(a, b);
    }

    /// <summary>a &lt; 0 ? a · b : a</summary>
    public readonly struct PRelu : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => T.IfLess(a, T.Of(0), a * b, a);
    }

    /// <summary>aᵇ</summary>
    public readonly struct Pow : IFloatBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T> => FloatPowers.Power(a, b);
    }

    /// <summary>The remainder of a / b with the sign of a, lane by lane; exact.</summary>
    public readonly struct Remainder : IFloatBinary
    {
        public static T Invoke<T>(T a, T b)
            where T : struct, IFloatLanes<T>
        {
            float* x = stackalloc float[SpreadLanes.Buffer];
            float* y = stackalloc float[SpreadLanes.Buffer];
            a.Store(x);
            b.Store(y);
            for (int i = 0; i < T.Count; i++)
            {
                x[i] %= y[i];
            }

            return T.Load(x);
        }
    }
}
