using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Powers: x^y = 2^(y · log₂ x), the logarithm as the sum of two floats, so that it does not lose what y multiplies.</summary>
internal static class FloatPowers
{
    /// <summary>xʸ; 0.6 ulp, so that powers that are floats are exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Power<T>(T x, T y)
        where T : struct, IFloatLanes<T>
    {
        T a = T.Abs(x), infinity = T.Of(float.PositiveInfinity);
        T h = Log2(a, out T low);
        T p = y * h;
        T rest = T.FusedMultiplyAdd(y, h, -p) + (y * low);
        rest = T.IfLess(T.Abs(p), T.Of(200), rest, T.Of(0));
        T power = Exp2(T.AtLeast(T.AtMost(p, T.Of(200)), T.Of(-200)), rest);
        return T.AllLess(T.Of(0), x) && T.AllLess(x, infinity) && T.AllLess(T.Abs(y), infinity) ? power : Special(x, y, a, power);
    }

    /// <summary>What is no positive number to the power of a finite one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Special<T>(T x, T y, T a, T power)
        where T : struct, IFloatLanes<T>
    {
        T zero = T.Of(0), one = T.Of(1), infinity = T.Of(float.PositiveInfinity), nan = T.Of(float.NaN);
        T half = y * T.Of(0.5f);
        T oddOrOpen = T.IfEqual(T.Floor(half), half, zero, one), odd = T.IfEqual(T.Floor(y), y, oddOrOpen, zero);
        T real = T.IfEqual(T.Floor(y), y, power, nan), limit = T.IfLess(y, zero, T.IfEqual(a, zero, infinity, zero), a);
        power = T.IfEqual(a, zero, limit, T.IfEqual(a, infinity, limit, T.IfLess(x, zero, real, power)));

        // The reciprocal of a zero has its sign, which a comparison does not see.
        power = T.IfLess(T.IfEqual(x, zero, one / x, x), zero, T.IfEqual(odd, one, -power, power), power);
        power = T.IfEqual(x, x, T.IfEqual(y, y, power, y), x);
        power = T.IfEqual(a, one, T.IfEqual(T.Abs(y), infinity, one, power), power);
        return T.IfEqual(y, zero, one, T.IfEqual(x, one, one, power));
    }

    /// <summary>The logarithm of a positive number as the sum of the result and <paramref name="low"/>, good to 2⁻³⁵ of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Log2<T>(T a, out T low)
        where T : struct, IFloatLanes<T>
    {
        // Numbers below the least normal one are scaled by 2²³.
        T tiny = T.Of(1.17549435e-38f);
        T m = T.Mantissa(T.IfLess(a, tiny, a * T.Of(8388608), a), out T e);
        e += T.IfLess(a, tiny, T.Of(-23), T.Of(0));

        // ln m = 2 · artanh s with s = (m − 1) / (m + 1) = s + t, |s| ≤ 0.2.
        T f = m - T.Of(1), u = m + T.Of(1), lost = m - (u - T.Of(1)), inverse = T.Of(1) / u;
        T s = f * inverse;
        T t = T.FusedMultiplyAdd(-s, lost, T.FusedMultiplyAdd(-s, u, f)) * inverse;
        T z = s * s, zLow = T.FusedMultiplyAdd(s, s, -z) + ((s + s) * t);

        // p + q = 1/3 + z/5 + z²/7 + …
        T series = T.Of(0.0588235294f);
        series = T.FusedMultiplyAdd(series, z, T.Of(0.0666666667f));
        series = T.FusedMultiplyAdd(series, z, T.Of(0.0769230769f));
        series = T.FusedMultiplyAdd(series, z, T.Of(0.0909090909f));
        series = T.FusedMultiplyAdd(series, z, T.Of(0.111111111f));
        series = T.FusedMultiplyAdd(series, z, T.Of(0.142857143f));
        series = T.FusedMultiplyAdd(series, z, T.Of(0.2f)) * z;
        T third = T.Of(0.333333343f), p = third + series, q = (third - p) + series + T.Of(-9.934108e-09f);

        // w = z · (p + q), v = s · w, s + v, times 2 / ln 2, plus e: sums of two floats each.
        T w = z * p, wLow = T.FusedMultiplyAdd(z, q, T.FusedMultiplyAdd(zLow, p, T.FusedMultiplyAdd(z, p, -w)));
        T v = s * w, vLow = T.FusedMultiplyAdd(s, wLow, T.FusedMultiplyAdd(t, w, T.FusedMultiplyAdd(s, w, -v)));
        T sum = s + v, sumLow = (s - sum) + v + (t + vLow);
        T factor = T.Of(2.88539004f), g = sum * factor;
        T gLow = T.FusedMultiplyAdd(sum, T.Of(3.851926e-08f), T.FusedMultiplyAdd(sumLow, factor, T.FusedMultiplyAdd(sum, factor, -g)));
        T result = e + g;
        low = (e - result) + g + gLow;
        return result;
    }

    /// <summary>2 to the power of p + rest, |p| ≤ 200 and rest small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exp2<T>(T p, T rest)
        where T : struct, IFloatLanes<T>
    {
        T n = (p + T.Of(FloatBits.Shift)) - T.Of(FloatBits.Shift);
        T r = p - n, ln2 = T.Of(0.693147182f);
        T tail = T.Of(1.5311096e-05f);
        tail = T.FusedMultiplyAdd(tail, r, T.Of(0.0001546697f));
        tail = T.FusedMultiplyAdd(tail, r, T.Of(0.0013333452f));
        tail = T.FusedMultiplyAdd(tail, r, T.Of(0.009618037f));
        tail = T.FusedMultiplyAdd(tail, r, T.Of(0.05550411f));
        tail = T.FusedMultiplyAdd(tail, r, T.Of(0.2402265f));

        // 1 + r·ln 2 + r²·tail, and the derivative for what is left of the exponent.
        T a = r * ln2, low = T.FusedMultiplyAdd(r, T.Of(-1.90465421e-9f), T.FusedMultiplyAdd(r, ln2, -a));
        T sum = T.Of(1) + a, lost = (T.Of(1) - sum) + a;
        low = T.FusedMultiplyAdd(rest * ln2, T.FusedMultiplyAdd(r * r, tail, sum), low);
        return T.Scale(sum + (lost + T.FusedMultiplyAdd(r * r, tail, low)), n);
    }
}
