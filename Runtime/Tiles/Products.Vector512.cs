using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Widens even and odd bytes to s16: exact for all values.</summary>
internal readonly struct WideningProduct512 : IProduct<Vector512<short>, Vector512<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitWeights(Vector512<short> weights, out Vector512<short> even, out Vector512<short> odd)
    {
        even = Avx512BW.ShiftRightArithmetic(Avx512BW.ShiftLeftLogical(weights, 8), 8);
        odd = Avx512BW.ShiftRightArithmetic(weights, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitActivations(Vector512<short> activations, out Vector512<short> even, out Vector512<short> odd)
    {
        even = Avx512F.And(activations, Vector512.Create((short)0x00FF));
        odd = Avx512BW.ShiftRightLogical(activations, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Accumulate(Vector512<int> sum, Vector512<short> evenActivations, Vector512<short> oddActivations, Vector512<short> evenWeights, Vector512<short> oddWeights) =>
        Avx512F.Add(Avx512F.Add(sum, Avx512BW.MultiplyAddAdjacent(evenActivations, evenWeights)), Avx512BW.MultiplyAddAdjacent(oddActivations, oddWeights));
}

/// <summary>VPMADDUBSW: exact where <see cref="ConvolutionShape.PairsFitInt16"/> holds. Only the even halves are used.</summary>
internal readonly struct PairProduct512 : IProduct<Vector512<short>, Vector512<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitWeights(Vector512<short> weights, out Vector512<short> even, out Vector512<short> odd) => even = odd = weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitActivations(Vector512<short> activations, out Vector512<short> even, out Vector512<short> odd) => even = odd = activations;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Accumulate(Vector512<int> sum, Vector512<short> evenActivations, Vector512<short> oddActivations, Vector512<short> evenWeights, Vector512<short> oddWeights) =>
        Avx512F.Add(sum, Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(evenActivations.AsByte(), evenWeights.AsSByte()), Vector512<short>.One));
}
