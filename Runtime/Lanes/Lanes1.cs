using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>One float: what defines the result of the wider ones, and what is left at the end of a row.</summary>
public readonly unsafe struct Lanes1 : IFloatLanes<Lanes1>
{
    private readonly float _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes1(float v) => _v = v;

    public static int Count => 1;

    public float Value => _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(float* address) => new(*address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadBytes(byte* address) => new(*address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadBits(byte* address, int shift, int mask) => new((*address >> shift) & mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Nibbles(float zero) => Of(zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadNibbles(byte* address, int shift, Lanes1 nibbles) => LoadBits(address, shift, 15) - nibbles;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadUShorts(ushort* address) => new(*address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadShorts(short* address) => new(*address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Of(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 a) => new(-a._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 FusedMultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(MathF.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadMultiplyAdd(float* a, Lanes1 b, Lanes1 c) => new(MathF.FusedMultiplyAdd(*a, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 OfMultiplyAdd(float* a, Lanes1 b, Lanes1 c) => new(MathF.FusedMultiplyAdd(*a, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Min(Lanes1 a, Lanes1 b) => new(MathF.Min(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Max(Lanes1 a, Lanes1 b) => new(MathF.Max(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Abs(Lanes1 a) => new(MathF.Abs(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Sqrt(Lanes1 a) => new(MathF.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Floor(Lanes1 a) => new(MathF.Floor(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Ceiling(Lanes1 a) => new(MathF.Ceiling(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Round(Lanes1 a) => new(MathF.Round(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 IfLess(Lanes1 a, Lanes1 b, Lanes1 yes, Lanes1 no) => a._v < b._v ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Clamp(Lanes1 a, Lanes1 low, Lanes1 high) => IfLess(a, low, low, IfLess(high, a, high, a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 IfEqual(Lanes1 a, Lanes1 b, Lanes1 yes, Lanes1 no) => a._v == b._v ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AtLeast(Lanes1 a, Lanes1 bound) => a._v < bound._v ? bound : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AtMost(Lanes1 a, Lanes1 bound) => bound._v < a._v ? bound : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes1 a, Lanes1 b) => a._v < b._v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 PowerOfTwo(Lanes1 shifted) =>
        new(BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted._v) << 23) + FloatBits.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Scale(Lanes1 a, Lanes1 n) => FloatBits.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Mantissa(Lanes1 a, out Lanes1 exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(a._v);
        int e = (bits - FloatBits.TwoThirds) >> 23;
        exponent = new(e);
        return new(BitConverter.Int32BitsToSingle(bits - (e << 23)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* address) => *address = _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(byte* address) => *address = (byte)(int)_v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreShorts(ushort* address) => *address = (ushort)(int)_v;
}
