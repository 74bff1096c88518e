namespace Octavo.Runtime;

/// <summary>
/// A few floats that are computed with at once: 16, 8, 4 or 1 of them. An operator is written once against this interface; because every operation
/// is exactly rounded (no estimates, a multiply-add only where it is asked for), each width gives the same bits, on every processor.
/// </summary>
public unsafe interface IFloatLanes<T>
    where T : struct, IFloatLanes<T>
{
    static abstract int Count { get; }

    static abstract T Load(float* address);

    /// <summary>Bytes as floats.</summary>
    static abstract T LoadBytes(byte* address);

    /// <summary>Some bits of bytes as floats: <c>(byte &gt;&gt; shift) &amp; mask</c>.</summary>
    static abstract T LoadBits(byte* address, int shift, int mask);

    /// <summary>What <see cref="LoadNibbles"/> wants to know of a number.</summary>
    static abstract T Nibbles(float zero);

    /// <summary>Four bits of bytes as floats, less one number: <c>((byte &gt;&gt; shift) &amp; 15) − zero</c>.</summary>
    /// <param name="nibbles"><see cref="Nibbles"/> of the number.</param>
    static abstract T LoadNibbles(byte* address, int shift, T nibbles);

    /// <summary>Unsigned 16-bit integers as floats.</summary>
    static abstract T LoadUShorts(ushort* address);

    /// <summary>Signed 16-bit integers as floats.</summary>
    static abstract T LoadShorts(short* address);

    /// <summary>The same value in every lane.</summary>
    static abstract T Of(float value);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator -(T a);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract T FusedMultiplyAdd(T a, T b, T c);

    /// <summary><c>Load(a)·b + c</c> with one rounding, as one instruction where that may read memory.</summary>
    static abstract T LoadMultiplyAdd(float* a, T b, T c);

    /// <summary><c>Of(*a)·b + c</c> with one rounding, as one instruction where that may read memory.</summary>
    static abstract T OfMultiplyAdd(float* a, T b, T c);

    /// <summary>The lesser; NaN if either is, and −0 is less than 0.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The greater; NaN if either is, and −0 is less than 0.</summary>
    static abstract T Max(T a, T b);

    static abstract T Abs(T a);

    static abstract T Sqrt(T a);

    static abstract T Floor(T a);

    static abstract T Ceiling(T a);

    /// <summary>To the nearest integer, halves to the even one.</summary>
    static abstract T Round(T a);

    /// <summary>a &lt; b ? yes : no; with NaN it is no.</summary>
    static abstract T IfLess(T a, T b, T yes, T no);

    /// <summary>a &lt; low ? low : high &lt; a ? high : a, for low ≤ high; NaN and the sign of zero stay.</summary>
    static abstract T Clamp(T a, T low, T high);

    /// <summary>a == b ? yes : no; with NaN it is no.</summary>
    static abstract T IfEqual(T a, T b, T yes, T no);

    /// <summary>a &lt; bound ? bound : a, for bounds that are numbers; NaN stays.</summary>
    static abstract T AtLeast(T a, T bound);

    /// <summary>bound &lt; a ? bound : a, for bounds that are numbers; NaN stays.</summary>
    static abstract T AtMost(T a, T bound);

    /// <summary>a &lt; b in every lane; with NaN it is not.</summary>
    static abstract bool AllLess(T a, T b);

    /// <summary>2ⁿ from n + 1.5·2²³, for integers n from −126 to 127.</summary>
    static abstract T PowerOfTwo(T shifted);

    /// <summary>a·2ⁿ rounded once, for a from 1/2 to 2 and integers n from −252 to 252.</summary>
    static abstract T Scale(T a, T n);

    /// <summary>Splits a positive normal number into the mantissa, from 2/3 to 4/3, and the exponent of two.</summary>
    static abstract T Mantissa(T a, out T exponent);

    void Store(float* address);

    /// <summary>Integers from 0 to 255 as bytes.</summary>
    void StoreBytes(byte* address);

    /// <summary>Integers of 16 bits, signed or not.</summary>
    void StoreShorts(ushort* address);
}
