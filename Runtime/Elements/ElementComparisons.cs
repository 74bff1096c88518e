using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

// Comparisons; with NaN they are false.
public static unsafe partial class ElementBinary
{
    public readonly struct Equal<T> : IElementBinary<T, bool>
        where T : unmanaged, IEqualityOperators<T, T, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T a, T b) => a == b;
    }

    public readonly struct Less<T> : IElementBinary<T, bool>
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T a, T b) => a < b;
    }

    public readonly struct LessOrEqual<T> : IElementBinary<T, bool>
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T a, T b) => a <= b;
    }

    public readonly struct Greater<T> : IElementBinary<T, bool>
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T a, T b) => a > b;
    }

    public readonly struct GreaterOrEqual<T> : IElementBinary<T, bool>
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke(T a, T b) => a >= b;
    }
}
