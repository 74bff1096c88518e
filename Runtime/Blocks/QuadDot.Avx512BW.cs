using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>VPMADDWD, and VPMADDUBSW for codes of 4 bits, in 512-bit registers.</summary>
internal readonly struct Avx512BWDot : IQuadDot<Vector512<int>>
{
    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Low(Vector512<int> codes) => codes & Vector512.Create(0x0F0F0F0F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> High(Vector512<int> codes) => (codes >>> 4) & Vector512.Create(0x0F0F0F0F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddBytes(Vector512<int> sum, Vector512<int> codes, Vector512<int> activations)
    {
        WideningProduct512.SplitActivations(codes.AsInt16(), out Vector512<short> evenCodes, out Vector512<short> oddCodes);
        WideningProduct512.SplitWeights(activations.AsInt16(), out Vector512<short> even, out Vector512<short> odd);
        return WideningProduct512.Accumulate(sum, evenCodes, oddCodes, even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddHalves(Vector512<int> sum, Vector512<int> codes, Vector512<int> activations) =>
        PairProduct512.Accumulate(sum, codes.AsInt16(), codes.AsInt16(), activations.AsInt16(), activations.AsInt16());
}
