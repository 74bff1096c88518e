using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Eight lanes of AVX2 with FMA.</summary>
internal readonly unsafe struct Avx2Lanes : ILanes<Vector256<int>, Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Create(int value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(int* address) => Vector256.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* address) => Vector256.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* address, Vector256<int> value) => value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* address, Vector256<float> value) => value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LoadCodes(byte* address) => Avx2.ConvertToVector256Int32(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCodes(byte* address, Vector256<int> codes)
    {
        Vector128<ushort> words = Sse41.PackUnsignedSaturate(codes.GetLower(), codes.GetUpper());
        Sse2.StoreLow((double*)address, Sse2.PackUnsignedSaturate(words.AsInt16(), words.AsInt16()).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSaturated(byte* address, Vector256<int> first, Vector256<int> second, Vector256<int> third, Vector256<int> fourth, Vector256<int> zeroPoints, Vector256<int> lows, Vector256<int> highs)
    {
        Vector256<short> firstHalf = Avx2.AddSaturate(Avx2.PackSignedSaturate(first, second), zeroPoints.AsInt16());
        Vector256<short> secondHalf = Avx2.AddSaturate(Avx2.PackSignedSaturate(third, fourth), zeroPoints.AsInt16());

        // Packing works within 128-bit lanes: each holds four codes of each of the four registers.
        Vector256<int> interleaved = Avx2.PackUnsignedSaturate(firstHalf, secondHalf).AsInt32();
        Vector256<byte> codes = Avx2.PermuteVar8x32(interleaved, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte();
        Avx2.Min(Avx2.Max(codes, lows.AsByte()), highs.AsByte()).Store(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> left, Vector256<int> right) => Avx2.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Subtract(Vector256<int> left, Vector256<int> right) => Avx2.Subtract(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Multiply(Vector256<int> left, Vector256<int> right) => Avx2.MultiplyLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MaxBytes(Vector256<int> left, Vector256<int> right) => Avx2.Max(left.AsByte(), right.AsByte()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector256<int> value) => Vector256.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToFloat(Vector256<int> value) => Avx.ConvertToVector256Single(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Round(Vector256<float> value) => Avx.ConvertToVector256Int32(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> RoundSaturated(Vector256<float> value) => Avx.ConvertToVector256Int32(Avx.Min(Vector256.Create(32767f), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => Avx.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => Avx.Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => Avx.Divide(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FusedMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> left, Vector256<float> right) => Avx.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> left, Vector256<float> right) => Avx.Min(left, right);
}
