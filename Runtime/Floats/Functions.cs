using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Elementary functions in terms of exactly rounded operations, so that they have the same bits for every width and processor. The errors in units in the
/// last place (ulp) are the largest that the tests find against double precision. The polynomials interpolate the function in Chebyshev nodes.
/// </summary>
internal static class Functions
{
    private const float Shift = FloatBits.Shift;

    private const float Log2E = 1.44269504f;

    // ln 2 in two parts: the second is what the first one's rounding left.
    private const float Ln2 = 0.693147182f;
    private const float Ln2Rest = -1.90465421e-9f;

    /// <summary>eˣ; 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        // Beyond these bounds the result is 0 or ∞ in any case; NaN passes.
        x = T.AtLeast(T.AtMost(x, T.Of(89)), T.Of(-104));
        T q = Reduce(x, out T n);
        return T.Scale(q + T.Of(1), n);
    }

    /// <summary>eˣ − 1; 1.6 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpMinus1<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        // Below −17 it is −1 to the last bit.
        T bounded = T.AtLeast(T.AtMost(x, T.Of(89)), T.Of(-20));
        T q = Reduce(bounded, out T n);

        // 2ⁿ·(q + 1) − 1; half of it, because 2ⁿ alone may overflow.
        T s = T.PowerOfTwo(n + T.Of(Shift - 1));
        T y = T.FusedMultiplyAdd(s, q, s - T.Of(0.5f));
        return y + y;
    }

    /// <summary>The natural logarithm; 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        // Numbers below the least normal one are scaled by 2²³.
        T tiny = T.Of(1.17549435e-38f);
        T normal = T.IfLess(x, tiny, x * T.Of(8388608), x);
        T f = T.Mantissa(normal, out T e) - T.Of(1);
        e += T.IfLess(x, tiny, T.Of(-23), T.Of(0));

        T p = T.Of(0.113316573f);
        p = T.FusedMultiplyAdd(p, f, T.Of(-0.124233238f));
        p = T.FusedMultiplyAdd(p, f, T.Of(0.10915482f));
        p = T.FusedMultiplyAdd(p, f, T.Of(-0.122885354f));
        p = T.FusedMultiplyAdd(p, f, T.Of(0.142918751f));
        p = T.FusedMultiplyAdd(p, f, T.Of(-0.16673325f));
        p = T.FusedMultiplyAdd(p, f, T.Of(0.199999481f));
        p = T.FusedMultiplyAdd(p, f, T.Of(-0.249999434f));
        p = T.FusedMultiplyAdd(p, f, T.Of(0.333333343f));

        // e·ln 2 + f − f²/2 + f³·p, the small terms first.
        T f2 = f * f;
        T small = T.FusedMultiplyAdd(f2 * f, p, T.FusedMultiplyAdd(e, T.Of(Ln2Rest), T.Of(-0.5f) * f2));
        T y = T.FusedMultiplyAdd(e, T.Of(Ln2), f + small);

        y = T.IfLess(x, T.Of(0), T.Of(float.NaN), y);
        y = T.IfEqual(x, T.Of(0), T.Of(float.NegativeInfinity), y);
        y = T.IfLess(x, T.Of(float.PositiveInfinity), y, x);
        return y;
    }

    /// <summary>1 / (1 + e⁻ˣ); 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        T z = Exp(-T.Abs(x));
        return T.IfLess(x, T.Of(0), z, T.Of(1)) / (T.Of(1) + z);
    }

    /// <summary>The hyperbolic tangent; 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        T u = x * x;
        T p = T.Of(0.00221490278f);
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.00827245694f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.0217461865f));
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.0539563484f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.133332908f));
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.333333343f));
        T near = T.FusedMultiplyAdd(x * u, p, x);

        T a = T.Abs(x);
        T far = T.Of(1) - (T.Of(2) / (Exp(a + a) + T.Of(1)));
        return T.IfLess(a, T.Of(0.65f), near, T.IfLess(x, T.Of(0), -far, far));
    }

    /// <summary>The error function; 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Erf<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        T u = x * x;
        T p = T.Of(7.87587487e-05f);
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.00080168643f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.00518908724f));
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.0268542115f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.112835944f));
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.37612626f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.128379166f));
        T near = T.FusedMultiplyAdd(x, p, x);

        // 1 − e^q with q = ln(1 − erf |x|); from 4 on the result is 1.
        T abs = T.Abs(x);
        T a = T.AtMost(abs, T.Of(4));
        T q = T.Of(1.6371514e-06f);
        q = T.FusedMultiplyAdd(q, a, T.Of(-4.60580413e-05f));
        q = T.FusedMultiplyAdd(q, a, T.Of(0.00059680565f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-0.0047595962f));
        q = T.FusedMultiplyAdd(q, a, T.Of(0.0264211353f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-0.110080086f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-0.631826043f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-1.13023341f));
        q = T.FusedMultiplyAdd(q, a, T.Of(0.00032013806f));
        T far = T.Of(1) - Exp(q);
        return T.IfLess(abs, T.Of(1), near, T.IfLess(x, T.Of(0), -far, far));
    }

    /// <summary>x/2 · (1 + erf(x/√2)); 3 ulp from −1 upwards, below it good to 5·10⁻⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Gelu<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        // With h = (1 − erf(|x|/√2)) / 2 = 2^q it is x − x·h, or x·h below 0. From 6 on h counts as 0.
        T abs = T.Abs(x);
        T a = T.AtMost(abs, T.Of(6));
        T q = T.Of(2.60829891e-09f);
        q = T.FusedMultiplyAdd(q, a, T.Of(-9.71924976e-08f));
        q = T.FusedMultiplyAdd(q, a, T.Of(1.60574609e-06f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-1.5369842e-05f));
        q = T.FusedMultiplyAdd(q, a, T.Of(9.15656346e-05f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-0.000309918483f));
        q = T.FusedMultiplyAdd(q, a, T.Of(3.30023940e-05f));
        q = T.FusedMultiplyAdd(q, a, T.Of(0.00693174219f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-0.0524431393f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-0.45921734f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-1.15110493f));
        q = T.FusedMultiplyAdd(q, a, T.Of(-1));

        T n = (q + T.Of(Shift)) - T.Of(Shift);
        T r = q - n;
        T p = T.Of(0.000153533605f);
        p = T.FusedMultiplyAdd(p, r, T.Of(0.0013398875f));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.00961843692f));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.0555033237f));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.240226477f));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.693147182f));
        p = T.FusedMultiplyAdd(p, r, T.Of(1));
        return T.FusedMultiplyAdd(-T.IfLess(abs, T.Of(6), abs, T.Of(0)), T.Scale(p, n), T.AtLeast(x, T.Of(0)));
    }

    /// <summary>ln(1 + eˣ); 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Softplus<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        // max(x, 0) + ln(1 + z), z = e^−|x|. The logarithm of the rounded u = 1 + z is corrected by the rounding's share.
        T z = Exp(-T.Abs(x));
        T u = T.Of(1) + z;
        T log = Log(u) + ((z - (u - T.Of(1))) / u);
        return T.IfLess(x, T.Of(0), T.Of(0), x) + log;
    }

    /// <summary>max(0, x·p(x²) / q(x²) + 1/2), ONNX Runtime's sigmoid to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T RationalSigmoid<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        x = T.IfLess(x, T.Of(-18), T.Of(-18), T.IfLess(T.Of(18), x, T.Of(18), x));
        T square = x * x;
        T p = T.FusedMultiplyAdd(T.Of(4.37031012579801e-11f), square, T.Of(1.15627324459942e-07f));
        p = T.FusedMultiplyAdd(p, square, T.Of(6.08574864600143e-05f));
        p = T.FusedMultiplyAdd(p, square, T.Of(8.51377133304701e-03f));
        p = T.FusedMultiplyAdd(p, square, T.Of(2.48287947061529e-01f));
        T q = T.FusedMultiplyAdd(T.Of(6.10247389755681e-13f), square, T.Of(5.76102136993427e-09f));
        q = T.FusedMultiplyAdd(q, square, T.Of(6.29106785017040e-06f));
        q = T.FusedMultiplyAdd(q, square, T.Of(1.70198817374094e-03f));
        q = T.FusedMultiplyAdd(q, square, T.Of(1.16817656904453e-01f));
        q = T.FusedMultiplyAdd(q, square, T.Of(9.93151921023180e-01f));
        T y = (x * p / q) + T.Of(0.5f);
        return T.IfLess(y, T.Of(0), T.Of(0), y);
    }

    /// <summary>x·p(x²) / q(x²), ONNX Runtime's hyperbolic tangent to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T RationalTanh<T>(T x)
        where T : struct, IFloatLanes<T>
    {
        x = T.IfLess(x, T.Of(-9), T.Of(-9), T.IfLess(T.Of(9), x, T.Of(9), x));
        T square = x * x;
        T p = T.FusedMultiplyAdd(T.Of(-2.76076847742355e-16f), square, T.Of(2.00018790482477e-13f));
        p = T.FusedMultiplyAdd(p, square, T.Of(-8.60467152213735e-11f));
        p = T.FusedMultiplyAdd(p, square, T.Of(5.12229709037114e-08f));
        p = T.FusedMultiplyAdd(p, square, T.Of(1.48572235717979e-05f));
        p = T.FusedMultiplyAdd(p, square, T.Of(6.37261928875436e-04f));
        p = T.FusedMultiplyAdd(p, square, T.Of(4.89352455891786e-03f));
        T q = T.FusedMultiplyAdd(T.Of(1.19825839466702e-06f), square, T.Of(1.18534705686654e-04f));
        q = T.FusedMultiplyAdd(q, square, T.Of(2.26843463243900e-03f));
        q = T.FusedMultiplyAdd(q, square, T.Of(4.89352518554385e-03f));
        return x * p / q;
    }

    /// <summary>eʳ − 1 with r = x − n·ln 2, n the integer nearest to x / ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce<T>(T x, out T n)
        where T : struct, IFloatLanes<T>
    {
        n = T.FusedMultiplyAdd(x, T.Of(Log2E), T.Of(Shift)) - T.Of(Shift);
        T r = T.FusedMultiplyAdd(n, T.Of(-Ln2Rest), T.FusedMultiplyAdd(n, T.Of(-Ln2), x));
        T q = T.Of(0.000198911803f);
        q = T.FusedMultiplyAdd(q, r, T.Of(0.00139338209f));
        q = T.FusedMultiplyAdd(q, r, T.Of(0.00833331048f));
        q = T.FusedMultiplyAdd(q, r, T.Of(0.041666463f));
        q = T.FusedMultiplyAdd(q, r, T.Of(0.166666672f));
        q = T.FusedMultiplyAdd(q, r, T.Of(0.5f));
        return T.FusedMultiplyAdd(r * r, q, r);
    }
}
