using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Widens even and odd bytes to s16: exact for all values.</summary>
internal readonly struct WideningProduct128 : IProduct<Vector128<short>, Vector128<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitWeights(Vector128<short> weights, out Vector128<short> even, out Vector128<short> odd)
    {
        even = Sse2.ShiftRightArithmetic(Sse2.ShiftLeftLogical(weights, 8), 8);
        odd = Sse2.ShiftRightArithmetic(weights, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitActivations(Vector128<short> activations, out Vector128<short> even, out Vector128<short> odd)
    {
        even = Sse2.And(activations, Vector128.Create((short)0x00FF));
        odd = Sse2.ShiftRightLogical(activations, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Accumulate(Vector128<int> sum, Vector128<short> evenActivations, Vector128<short> oddActivations, Vector128<short> evenWeights, Vector128<short> oddWeights) =>
        Sse2.Add(Sse2.Add(sum, Sse2.MultiplyAddAdjacent(evenActivations, evenWeights)), Sse2.MultiplyAddAdjacent(oddActivations, oddWeights));
}

/// <summary>VPMADDUBSW: exact where <see cref="ConvolutionShape.PairsFitInt16"/> holds. Only the even halves are used.</summary>
internal readonly struct PairProduct128 : IProduct<Vector128<short>, Vector128<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitWeights(Vector128<short> weights, out Vector128<short> even, out Vector128<short> odd) => even = odd = weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitActivations(Vector128<short> activations, out Vector128<short> even, out Vector128<short> odd) => even = odd = activations;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Accumulate(Vector128<int> sum, Vector128<short> evenActivations, Vector128<short> oddActivations, Vector128<short> evenWeights, Vector128<short> oddWeights) =>
        Sse2.Add(sum, Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(evenActivations.AsByte(), evenWeights.AsSByte()), Vector128<short>.One));
}
