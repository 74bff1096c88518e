using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Sixteen lanes of AVX-512.</summary>
internal readonly unsafe struct Avx512Lanes : ILanes<Vector512<int>, Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Create(int value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Create(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(int* address) => Vector512.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* address) => Vector512.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* address, Vector512<int> value) => value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* address, Vector512<float> value) => value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> LoadCodes(byte* address) => Avx512F.ConvertToVector512Int32(Vector128.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCodes(byte* address, Vector512<int> codes) => Avx512F.ConvertToVector128Byte(codes).Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSaturated(byte* address, Vector512<int> first, Vector512<int> second, Vector512<int> third, Vector512<int> fourth, Vector512<int> zeroPoints, Vector512<int> lows, Vector512<int> highs)
    {
        Vector512<short> firstHalf = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(first, second), zeroPoints.AsInt16());
        Vector512<short> secondHalf = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(third, fourth), zeroPoints.AsInt16());

        // Packing works within 128-bit lanes: each holds four codes of each of the four registers.
        Vector512<int> interleaved = Avx512BW.PackUnsignedSaturate(firstHalf, secondHalf).AsInt32();
        Vector512<int> order = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        Vector512<byte> codes = Avx512F.PermuteVar16x32(interleaved, order).AsByte();
        Avx512BW.Min(Avx512BW.Max(codes, lows.AsByte()), highs.AsByte()).Store(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> left, Vector512<int> right) => Avx512F.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Subtract(Vector512<int> left, Vector512<int> right) => Avx512F.Subtract(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Multiply(Vector512<int> left, Vector512<int> right) => Avx512F.MultiplyLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MaxBytes(Vector512<int> left, Vector512<int> right) => Avx512BW.Max(left.AsByte(), right.AsByte()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector512<int> value) => Vector512.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloat(Vector512<int> value) => Avx512F.ConvertToVector512Single(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Round(Vector512<float> value) => Avx512F.ConvertToVector512Int32(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> RoundSaturated(Vector512<float> value) => Avx512F.ConvertToVector512Int32(Avx512F.Min(Vector512.Create(32767f), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => Avx512F.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => Avx512F.Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => Avx512F.Divide(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right) => Avx512F.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> left, Vector512<float> right) => Avx512F.Min(left, right);
}
