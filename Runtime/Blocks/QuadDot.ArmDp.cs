using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>SDOT.</summary>
internal readonly struct ArmDpDot : IQuadDot<Vector128<int>>
{
    public static bool Signed => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Low(Vector128<int> codes) => AdvSimdDot.Low(codes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> High(Vector128<int> codes) => AdvSimdDot.High(codes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddBytes(Vector128<int> sum, Vector128<int> codes, Vector128<int> activations) => AddHalves(sum, AdvSimdDot.Centred(codes), activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddHalves(Vector128<int> sum, Vector128<int> codes, Vector128<int> activations) => Dp.DotProduct(sum, codes.AsSByte(), activations.AsSByte());
}
