using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>What the lanes know of the bits of floats.</summary>
internal static class FloatBits
{
    public const int One = 0x3F80_0000;

    /// <summary>The least float whose mantissa counts as one of 2/3 … 4/3.</summary>
    public const int TwoThirds = 0x3F2A_AAAB;

    /// <summary>Added to a number below 2²² it leaves the nearest integer in the low bits.</summary>
    public const float Shift = 12582912;

    /// <summary><see cref="IFloatLanes{T}.Scale"/> by two factors, the second of which rounds or overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Scale<T>(T a, T n)
        where T : struct, IFloatLanes<T>
    {
        T half = T.FusedMultiplyAdd(n, T.Of(0.5f), T.Of(Shift));
        T rest = n - (half - T.Of(Shift));
        return a * T.PowerOfTwo(half) * T.PowerOfTwo(rest + T.Of(Shift));
    }
}
