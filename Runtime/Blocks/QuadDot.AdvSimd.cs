using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>SMULL and SADDLP.</summary>
internal readonly struct AdvSimdDot : IQuadDot<Vector128<int>>
{
    public static bool Signed => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Low(Vector128<int> codes) => AdvSimd.And(codes, Vector128.Create(0x0F0F0F0F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> High(Vector128<int> codes) => AdvSimd.ShiftRightLogical(codes.AsByte(), 4).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddBytes(Vector128<int> sum, Vector128<int> codes, Vector128<int> activations) => AddHalves(sum, Centred(codes), activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddHalves(Vector128<int> sum, Vector128<int> codes, Vector128<int> activations)
    {
        Vector128<int> low = AdvSimd.AddPairwiseWidening(AdvSimd.MultiplyWideningLower(codes.AsSByte().GetLower(), activations.AsSByte().GetLower()));
        Vector128<int> high = AdvSimd.AddPairwiseWidening(AdvSimd.MultiplyWideningUpper(codes.AsSByte(), activations.AsSByte()));
        return AdvSimd.Add(sum, AdvSimd.Arm64.AddPairwise(low, high));
    }

    /// <summary>Codes − 128 as s8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Centred(Vector128<int> codes) => AdvSimd.Xor(codes, Vector128.Create(unchecked((int)0x80808080)));
}
