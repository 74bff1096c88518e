using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>PMADDWD, and PMADDUBSW for codes of 4 bits, in 128-bit registers.</summary>
internal readonly struct Vector128Dot : IQuadDot<Vector128<int>>
{
    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Low(Vector128<int> codes) => codes & Vector128.Create(0x0F0F0F0F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> High(Vector128<int> codes) => (codes >>> 4) & Vector128.Create(0x0F0F0F0F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddBytes(Vector128<int> sum, Vector128<int> codes, Vector128<int> activations)
    {
        WideningProduct128.SplitActivations(codes.AsInt16(), out Vector128<short> evenCodes, out Vector128<short> oddCodes);
        WideningProduct128.SplitWeights(activations.AsInt16(), out Vector128<short> even, out Vector128<short> odd);
        return WideningProduct128.Accumulate(sum, evenCodes, oddCodes, even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddHalves(Vector128<int> sum, Vector128<int> codes, Vector128<int> activations) =>
        PairProduct128.Accumulate(sum, codes.AsInt16(), codes.AsInt16(), activations.AsInt16(), activations.AsInt16());
}
