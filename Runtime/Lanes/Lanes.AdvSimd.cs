using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>Four lanes of Arm64.</summary>
internal readonly unsafe struct AdvSimdLanes : ILanes<Vector128<int>, Vector128<float>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Create(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(int* address) => AdvSimd.LoadVector128(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* address) => AdvSimd.LoadVector128(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* address, Vector128<int> value) => AdvSimd.Store(address, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* address, Vector128<float> value) => AdvSimd.Store(address, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> LoadCodes(byte* address) => AdvSimd.ZeroExtendWideningLower(AdvSimd.ZeroExtendWideningLower(Vector64.CreateScalarUnsafe(*(uint*)address).AsByte()).GetLower()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCodes(byte* address, Vector128<int> codes)
    {
        Vector64<ushort> words = AdvSimd.ExtractNarrowingLower(codes.AsUInt32());
        *(uint*)address = AdvSimd.ExtractNarrowingLower(words.ToVector128Unsafe()).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSaturated(byte* address, Vector128<int> first, Vector128<int> second, Vector128<int> third, Vector128<int> fourth, Vector128<int> zeroPoints, Vector128<int> lows, Vector128<int> highs)
    {
        Vector128<short> firstHalf = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(first), second);
        Vector128<short> secondHalf = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(third), fourth);
        firstHalf = AdvSimd.AddSaturate(firstHalf, zeroPoints.AsInt16());
        secondHalf = AdvSimd.AddSaturate(secondHalf, zeroPoints.AsInt16());
        Vector128<byte> codes = AdvSimd.ExtractNarrowingSaturateUnsignedUpper(AdvSimd.ExtractNarrowingSaturateUnsignedLower(firstHalf), secondHalf);
        AdvSimd.Store(address, AdvSimd.Min(AdvSimd.Max(codes, lows.AsByte()), highs.AsByte()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => AdvSimd.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Subtract(Vector128<int> left, Vector128<int> right) => AdvSimd.Subtract(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Multiply(Vector128<int> left, Vector128<int> right) => AdvSimd.Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MaxBytes(Vector128<int> left, Vector128<int> right) => AdvSimd.Max(left.AsByte(), right.AsByte()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector128<int> value) => AdvSimd.Arm64.AddAcross(value).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloat(Vector128<int> value) => AdvSimd.ConvertToSingle(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Round(Vector128<float> value) => AdvSimd.ConvertToInt32RoundToEven(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> RoundSaturated(Vector128<float> value) => Round(Max(value, AdvSimd.DuplicateToVector128(-32768f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => AdvSimd.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => AdvSimd.Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => AdvSimd.Arm64.Divide(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FusedMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => AdvSimd.FusedMultiplyAdd(c, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => AdvSimd.BitwiseSelect(AdvSimd.CompareGreaterThan(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> left, Vector128<float> right) => AdvSimd.BitwiseSelect(AdvSimd.CompareLessThan(left, right), left, right);
}
