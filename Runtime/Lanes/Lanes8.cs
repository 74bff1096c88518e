using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vec = System.Runtime.Intrinsics.Vector256<float>;

namespace Octavo.Runtime;

/// <summary>8 floats in a register of 256 bits.</summary>
public readonly unsafe struct Lanes8 : IFloatLanes<Lanes8>
{
    private readonly Vec _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes8(Vec v) => _v = v;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* address) => new(Vector256.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadBytes(byte* address) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(address)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadBits(byte* address, int shift, int mask) =>
        new(Vector256.ConvertToSingle((Avx2.ConvertToVector256Int32(address) >> shift) & Vector256.Create(mask)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Nibbles(float zero) => Of(zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadNibbles(byte* address, int shift, Lanes8 nibbles) => LoadBits(address, shift, 15) - nibbles;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadUShorts(ushort* address) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(address)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadShorts(short* address) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(address)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Of(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a) => new(-a._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 FusedMultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadMultiplyAdd(float* a, Lanes8 b, Lanes8 c) => new(Vector256.FusedMultiplyAdd(Vector256.Load(a), b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 OfMultiplyAdd(float* a, Lanes8 b, Lanes8 c) => new(Vector256.FusedMultiplyAdd(Vector256.Create(*a), b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Min(Lanes8 a, Lanes8 b) => new(Vector256.Min(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Max(Lanes8 a, Lanes8 b) => new(Vector256.Max(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 a) => new(Vector256.Abs(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 a) => new(Vector256.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Floor(Lanes8 a) => new(Vector256.Floor(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Ceiling(Lanes8 a) => new(Vector256.Ceiling(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Round(Lanes8 a) => new(Vector256.Round(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 IfLess(Lanes8 a, Lanes8 b, Lanes8 yes, Lanes8 no) => new(Vector256.ConditionalSelect(Vector256.LessThan(a._v, b._v), yes._v, no._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Clamp(Lanes8 a, Lanes8 low, Lanes8 high) => new(Avx.Min(high._v, Avx.Max(low._v, a._v)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 IfEqual(Lanes8 a, Lanes8 b, Lanes8 yes, Lanes8 no) => new(Vector256.ConditionalSelect(Vector256.Equals(a._v, b._v), yes._v, no._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 AtLeast(Lanes8 a, Lanes8 bound) => Avx.IsSupported ? new(Avx.Max(bound._v, a._v)) : IfLess(a, bound, bound, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 AtMost(Lanes8 a, Lanes8 bound) => Avx.IsSupported ? new(Avx.Min(bound._v, a._v)) : IfLess(bound, a, bound, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes8 a, Lanes8 b) => Vector256.LessThanAll(a._v, b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 PowerOfTwo(Lanes8 shifted) => new(((shifted._v.AsInt32() << 23) + Vector256.Create(FloatBits.One)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Scale(Lanes8 a, Lanes8 n) => FloatBits.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Mantissa(Lanes8 a, out Lanes8 exponent)
    {
        var e = (a._v.AsInt32() - Vector256.Create(FloatBits.TwoThirds)) >> 23;
        exponent = new(Vector256.ConvertToSingle(e));
        return new((a._v.AsInt32() - (e << 23)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* address) => _v.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(byte* address)
    {
        Vector256<uint> codes = Vector256.ConvertToInt32(_v).AsUInt32();
        Vector128<ushort> narrow = Vector128.Narrow(codes.GetLower(), codes.GetUpper());
        *(ulong*)address = Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreShorts(ushort* address)
    {
        Vector256<uint> codes = Vector256.ConvertToInt32(_v).AsUInt32();
        Vector128.Narrow(codes.GetLower(), codes.GetUpper()).Store(address);
    }
}
