namespace Octavo.Runtime;

/// <summary>
/// The arithmetic of one vector register's worth of 32-bit lanes. Kernels that are not dot products are written once over this interface.
/// Every implementation rounds every operation alike, so the results have the same bits.
/// </summary>
/// <typeparam name="I">A register of int32.</typeparam>
/// <typeparam name="F">A register of float.</typeparam>
internal unsafe interface ILanes<I, F>
    where I : struct
    where F : struct
{
    static abstract int Count { get; }

    static abstract I Create(int value);

    static abstract F Create(float value);

    static abstract I Load(int* address);

    static abstract F Load(float* address);

    static abstract void Store(int* address, I value);

    static abstract void Store(float* address, F value);

    /// <summary>Reads <see cref="Count"/> u8 codes.</summary>
    static abstract I LoadCodes(byte* address);

    /// <summary>Writes <see cref="Count"/> u8 codes; each lane is 0 to 255 already.</summary>
    static abstract void StoreCodes(byte* address, I codes);

    /// <summary>
    /// Writes four registers of u8 codes: each lane plus the zero point, saturated to 0…255 on the way, then clamped.
    /// </summary>
    /// <param name="zeroPoints">The zero point, 0 to 255, twice in each lane as s16.</param>
    /// <param name="lows">The least code, four times in each lane.</param>
    /// <param name="highs">The greatest code, four times in each lane.</param>
    static abstract void StoreSaturated(byte* address, I first, I second, I third, I fourth, I zeroPoints, I lows, I highs);

    static abstract I Add(I left, I right);

    static abstract I Subtract(I left, I right);

    static abstract I Multiply(I left, I right);

    /// <summary>The greater of each byte; where there is one lane, of the code that it holds.</summary>
    static abstract I MaxBytes(I left, I right);

    /// <summary>The wrapping sum of all lanes.</summary>
    static abstract int Sum(I value);

    /// <summary>The nearest float, ties to even.</summary>
    static abstract F ToFloat(I value);

    /// <summary>The nearest integer, ties to even, of values within int32.</summary>
    static abstract I Round(F value);

    /// <summary>The nearest integer, ties to even, of values up to 32767; greater ones give at least 32767, NaN and lesser ones −32768 or less.</summary>
    static abstract I RoundSaturated(F value);

    static abstract F Add(F left, F right);

    static abstract F Multiply(F left, F right);

    static abstract F Divide(F left, F right);

    /// <summary><c>a·b + c</c>, rounded once.</summary>
    static abstract F FusedMultiplyAdd(F a, F b, F c);

    /// <summary><c>left &gt; right ? left : right</c>, so NaN gives the right operand.</summary>
    static abstract F Max(F left, F right);

    /// <summary><c>left &lt; right ? left : right</c>, so NaN gives the right operand.</summary>
    static abstract F Min(F left, F right);
}
