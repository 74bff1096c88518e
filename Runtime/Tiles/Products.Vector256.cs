using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Widens even and odd bytes to s16: exact for all values.</summary>
internal readonly struct WideningProduct256 : IProduct<Vector256<short>, Vector256<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitWeights(Vector256<short> weights, out Vector256<short> even, out Vector256<short> odd)
    {
        even = Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogical(weights, 8), 8);
        odd = Avx2.ShiftRightArithmetic(weights, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitActivations(Vector256<short> activations, out Vector256<short> even, out Vector256<short> odd)
    {
        even = Avx2.And(activations, Vector256.Create((short)0x00FF));
        odd = Avx2.ShiftRightLogical(activations, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Accumulate(Vector256<int> sum, Vector256<short> evenActivations, Vector256<short> oddActivations, Vector256<short> evenWeights, Vector256<short> oddWeights) =>
        Avx2.Add(Avx2.Add(sum, Avx2.MultiplyAddAdjacent(evenActivations, evenWeights)), Avx2.MultiplyAddAdjacent(oddActivations, oddWeights));
}

/// <summary>VPMADDUBSW: exact where <see cref="ConvolutionShape.PairsFitInt16"/> holds. Only the even halves are used.</summary>
internal readonly struct PairProduct256 : IProduct<Vector256<short>, Vector256<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitWeights(Vector256<short> weights, out Vector256<short> even, out Vector256<short> odd) => even = odd = weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitActivations(Vector256<short> activations, out Vector256<short> even, out Vector256<short> odd) => even = odd = activations;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Accumulate(Vector256<int> sum, Vector256<short> evenActivations, Vector256<short> oddActivations, Vector256<short> evenWeights, Vector256<short> oddWeights) =>
        Avx2.Add(sum, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(evenActivations.AsByte(), evenWeights.AsSByte()), Vector256<short>.One));
}
