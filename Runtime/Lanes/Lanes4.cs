using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vec = System.Runtime.Intrinsics.Vector128<float>;

namespace Octavo.Runtime;

/// <summary>4 floats in a register of 128 bits.</summary>
public readonly unsafe struct Lanes4 : IFloatLanes<Lanes4>
{
    private readonly Vec _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes4(Vec v) => _v = v;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* address) => new(Vector128.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadBytes(byte* address) => new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)address).AsByte())).AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadBits(byte* address, int shift, int mask)
    {
        Vector128<int> bytes = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)address).AsByte())).AsInt32();
        return new(Vector128.ConvertToSingle((bytes >> shift) & Vector128.Create(mask)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Nibbles(float zero) => Of(zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadNibbles(byte* address, int shift, Lanes4 nibbles) => LoadBits(address, shift, 15) - nibbles;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadUShorts(ushort* address) => new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)address).AsUInt16()).AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadShorts(short* address) => new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)address).AsInt16())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Of(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a) => new(-a._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 FusedMultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadMultiplyAdd(float* a, Lanes4 b, Lanes4 c) => new(Vector128.FusedMultiplyAdd(Vector128.Load(a), b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 OfMultiplyAdd(float* a, Lanes4 b, Lanes4 c) => new(Vector128.FusedMultiplyAdd(Vector128.Create(*a), b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Min(Lanes4 a, Lanes4 b) => new(Vector128.Min(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Max(Lanes4 a, Lanes4 b) => new(Vector128.Max(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Abs(Lanes4 a) => new(Vector128.Abs(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sqrt(Lanes4 a) => new(Vector128.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Floor(Lanes4 a) => new(Vector128.Floor(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Ceiling(Lanes4 a) => new(Vector128.Ceiling(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Round(Lanes4 a) => new(Vector128.Round(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 IfLess(Lanes4 a, Lanes4 b, Lanes4 yes, Lanes4 no) => new(Vector128.ConditionalSelect(Vector128.LessThan(a._v, b._v), yes._v, no._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Clamp(Lanes4 a, Lanes4 low, Lanes4 high) => Sse.IsSupported ? new(Sse.Min(high._v, Sse.Max(low._v, a._v))) : IfLess(a, low, low, IfLess(high, a, high, a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 IfEqual(Lanes4 a, Lanes4 b, Lanes4 yes, Lanes4 no) => new(Vector128.ConditionalSelect(Vector128.Equals(a._v, b._v), yes._v, no._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 AtLeast(Lanes4 a, Lanes4 bound) => Sse.IsSupported ? new(Sse.Max(bound._v, a._v)) : IfLess(a, bound, bound, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 AtMost(Lanes4 a, Lanes4 bound) => Sse.IsSupported ? new(Sse.Min(bound._v, a._v)) : IfLess(bound, a, bound, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes4 a, Lanes4 b) => Vector128.LessThanAll(a._v, b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 PowerOfTwo(Lanes4 shifted) => new(((shifted._v.AsInt32() << 23) + Vector128.Create(FloatBits.One)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Scale(Lanes4 a, Lanes4 n) => FloatBits.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Mantissa(Lanes4 a, out Lanes4 exponent)
    {
        var e = (a._v.AsInt32() - Vector128.Create(FloatBits.TwoThirds)) >> 23;
        exponent = new(Vector128.ConvertToSingle(e));
        return new((a._v.AsInt32() - (e << 23)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* address) => _v.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(byte* address)
    {
        Vector128<uint> codes = Vector128.ConvertToInt32(_v).AsUInt32();
        Vector128<ushort> narrow = Vector128.Narrow(codes, codes);
        *(uint*)address = Vector128.Narrow(narrow, narrow).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreShorts(ushort* address)
    {
        Vector128<uint> codes = Vector128.ConvertToInt32(_v).AsUInt32();
        *(ulong*)address = Vector128.Narrow(codes, codes).AsUInt64().ToScalar();
    }
}
