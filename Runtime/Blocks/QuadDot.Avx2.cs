using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>VPMADDWD, and VPMADDUBSW for codes of 4 bits, in 256-bit registers.</summary>
internal readonly struct Avx2Dot : IQuadDot<Vector256<int>>
{
    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Low(Vector256<int> codes) => codes & Vector256.Create(0x0F0F0F0F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> High(Vector256<int> codes) => (codes >>> 4) & Vector256.Create(0x0F0F0F0F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddBytes(Vector256<int> sum, Vector256<int> codes, Vector256<int> activations)
    {
        WideningProduct256.SplitActivations(codes.AsInt16(), out Vector256<short> evenCodes, out Vector256<short> oddCodes);
        WideningProduct256.SplitWeights(activations.AsInt16(), out Vector256<short> even, out Vector256<short> odd);
        return WideningProduct256.Accumulate(sum, evenCodes, oddCodes, even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddHalves(Vector256<int> sum, Vector256<int> codes, Vector256<int> activations) =>
        PairProduct256.Accumulate(sum, codes.AsInt16(), codes.AsInt16(), activations.AsInt16(), activations.AsInt16());
}
