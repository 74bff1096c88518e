using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Octavo.Runtime;

/// <summary>16 floats in a register of 512 bits.</summary>
public readonly unsafe struct Lanes16 : IFloatLanes<Lanes16>
{
    private readonly Vec _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes16(Vec v) => _v = v;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* address) => new(Vector512.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadBytes(byte* address) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(address))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadBits(byte* address, int shift, int mask) =>
        new(Vector512.ConvertToSingle((Avx512F.ConvertToVector512Int32(Vector128.Load(address)) >> shift) & Vector512.Create(mask)));

    /// <summary>The difference of each code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Nibbles(float zero) => new(Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) - Vector512.Create(zero));

    /// <summary>A permutation looks at the four low bits of an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadNibbles(byte* address, int shift, Lanes16 nibbles) =>
        new(Avx512F.PermuteVar16x32(nibbles._v, Avx512F.ConvertToVector512Int32(Vector128.Load(address)) >> shift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadUShorts(ushort* address) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector256.Load(address))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadShorts(short* address) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector256.Load(address))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Of(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a) => new(-a._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 FusedMultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadMultiplyAdd(float* a, Lanes16 b, Lanes16 c) => new(Vector512.FusedMultiplyAdd(Vector512.Load(a), b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 OfMultiplyAdd(float* a, Lanes16 b, Lanes16 c) => new(Vector512.FusedMultiplyAdd(Vector512.Create(*a), b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(Vector512.Min(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Max(Lanes16 a, Lanes16 b) => new(Vector512.Max(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 a) => new(Vector512.Abs(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 a) => new(Vector512.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Floor(Lanes16 a) => new(Vector512.Floor(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Ceiling(Lanes16 a) => new(Vector512.Ceiling(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Round(Lanes16 a) => new(Vector512.Round(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 IfLess(Lanes16 a, Lanes16 b, Lanes16 yes, Lanes16 no) => new(Vector512.ConditionalSelect(Vector512.LessThan(a._v, b._v), yes._v, no._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Clamp(Lanes16 a, Lanes16 low, Lanes16 high) => new(Avx512F.Min(high._v, Avx512F.Max(low._v, a._v)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 IfEqual(Lanes16 a, Lanes16 b, Lanes16 yes, Lanes16 no) => new(Vector512.ConditionalSelect(Vector512.Equals(a._v, b._v), yes._v, no._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 AtLeast(Lanes16 a, Lanes16 bound) => Avx512F.IsSupported ? new(Avx512F.Max(bound._v, a._v)) : IfLess(a, bound, bound, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 AtMost(Lanes16 a, Lanes16 bound) => Avx512F.IsSupported ? new(Avx512F.Min(bound._v, a._v)) : IfLess(bound, a, bound, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes16 a, Lanes16 b) => Vector512.LessThanAll(a._v, b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 PowerOfTwo(Lanes16 shifted) => new(((shifted._v.AsInt32() << 23) + Vector512.Create(FloatBits.One)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Scale(Lanes16 a, Lanes16 n) => Avx512F.IsSupported ? new(Avx512F.Scale(a._v, n._v)) : FloatBits.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Mantissa(Lanes16 a, out Lanes16 exponent)
    {
        var e = (a._v.AsInt32() - Vector512.Create(FloatBits.TwoThirds)) >> 23;
        exponent = new(Vector512.ConvertToSingle(e));
        return new((a._v.AsInt32() - (e << 23)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* address) => _v.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(byte* address) => Avx512F.ConvertToVector128Byte(Vector512.ConvertToInt32(_v)).Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreShorts(ushort* address) => Avx512F.ConvertToVector256UInt16(Vector512.ConvertToInt32(_v)).Store(address);
}
