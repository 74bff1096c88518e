using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>The 256-bit VPDPBUSD.</summary>
internal readonly struct AvxVnniDot : IQuadDot<Vector256<int>>
{
    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Low(Vector256<int> codes) => Avx2Dot.Low(codes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> High(Vector256<int> codes) => Avx2Dot.High(codes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddBytes(Vector256<int> sum, Vector256<int> codes, Vector256<int> activations) => AvxVnniProduct.Accumulate(sum, codes.AsByte(), activations.AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddHalves(Vector256<int> sum, Vector256<int> codes, Vector256<int> activations) => AddBytes(sum, codes, activations);
}
