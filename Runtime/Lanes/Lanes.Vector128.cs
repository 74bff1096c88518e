using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Four lanes of SSE4.1.</summary>
internal readonly unsafe struct Vector128Lanes : ILanes<Vector128<int>, Vector128<float>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Create(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(int* address) => Vector128.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* address) => Vector128.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* address, Vector128<int> value) => value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* address, Vector128<float> value) => value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> LoadCodes(byte* address) => Sse41.ConvertToVector128Int32(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCodes(byte* address, Vector128<int> codes)
    {
        Vector128<ushort> words = Sse41.PackUnsignedSaturate(codes, codes);
        *(int*)address = Sse2.PackUnsignedSaturate(words.AsInt16(), words.AsInt16()).AsInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSaturated(byte* address, Vector128<int> first, Vector128<int> second, Vector128<int> third, Vector128<int> fourth, Vector128<int> zeroPoints, Vector128<int> lows, Vector128<int> highs)
    {
        Vector128<short> firstHalf = Sse2.AddSaturate(Sse2.PackSignedSaturate(first, second), zeroPoints.AsInt16());
        Vector128<short> secondHalf = Sse2.AddSaturate(Sse2.PackSignedSaturate(third, fourth), zeroPoints.AsInt16());
        Vector128<byte> codes = Sse2.PackUnsignedSaturate(firstHalf, secondHalf);
        Sse2.Min(Sse2.Max(codes, lows.AsByte()), highs.AsByte()).Store(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => Sse2.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Subtract(Vector128<int> left, Vector128<int> right) => Sse2.Subtract(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Multiply(Vector128<int> left, Vector128<int> right) => Sse41.MultiplyLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MaxBytes(Vector128<int> left, Vector128<int> right) => Sse2.Max(left.AsByte(), right.AsByte()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector128<int> value) => Vector128.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloat(Vector128<int> value) => Sse2.ConvertToVector128Single(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Round(Vector128<float> value) => Sse2.ConvertToVector128Int32(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> RoundSaturated(Vector128<float> value) => Sse2.ConvertToVector128Int32(Sse.Min(Vector128.Create(32767f), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => Sse.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => Sse.Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => Sse.Divide(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FusedMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.Create(MathF.FusedMultiplyAdd(a[0], b[0], c[0]), MathF.FusedMultiplyAdd(a[1], b[1], c[1]), MathF.FusedMultiplyAdd(a[2], b[2], c[2]), MathF.FusedMultiplyAdd(a[3], b[3], c[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => Sse.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> left, Vector128<float> right) => Sse.Min(left, right);
}
