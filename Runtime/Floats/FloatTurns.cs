using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

// Sine, cosine and tangent: polynomials up to an angle, double precision beyond it.
public static unsafe partial class FloatUnary
{
    /// <summary>Up to here the quarter turns are few enough for the three parts of π/2 below.</summary>
    private const float LargestAngle = 8192;

    /// <summary>Within 1.6 ulp.</summary>
    public readonly struct Sin : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T>
        {
            T r = Turned(x, out T quarters), odd = Odd(quarters);
            T y = T.IfEqual(odd, T.Of(1), CosNear(r), SinNear(r));
            return Large<ElementUnary.Sin, T>(x, T.IfLess(quarters, T.Of(2), y, -y));
        }
    }

    /// <summary>Within 1.6 ulp.</summary>
    public readonly struct Cos : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T>
        {
            T r = Turned(x, out T quarters), odd = Odd(quarters);
            T y = T.IfEqual(odd, T.Of(1), SinNear(r), CosNear(r));
            T sign = T.IfEqual(quarters, T.Of(1), T.Of(-1), T.IfEqual(quarters, T.Of(2), T.Of(-1), T.Of(1)));
            return Large<ElementUnary.Cos, T>(x, y * sign);
        }
    }

    /// <summary>Within 3.5 ulp.</summary>
    public readonly struct Tan : IFloatUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T>
        {
            T r = Turned(x, out T quarters), odd = Odd(quarters);
            T sin = SinNear(r), cos = CosNear(r);
            T y = T.IfEqual(odd, T.Of(1), -cos, sin) / T.IfEqual(odd, T.Of(1), sin, cos);
            return Large<ElementUnary.Tan, T>(x, y);
        }
    }

    /// <summary>x − q·π/2, the nearest to 0, with the quarter turns q modulo 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Turned<T>(T x, out T quarters)
        where T : struct, IFloatLanes<T>
    {
        T n = T.Round(x * T.Of(0.636619747f));
        quarters = n - (T.Of(4) * T.Floor(n * T.Of(0.25f)));
        T r = T.FusedMultiplyAdd(n, T.Of(-1.57079637f), x);
        return T.FusedMultiplyAdd(n, T.Of(1.71512451e-15f), T.FusedMultiplyAdd(n, T.Of(4.37113883e-08f), r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Odd<T>(T quarters)
        where T : struct, IFloatLanes<T> => quarters - (T.Of(2) * T.Floor(quarters * T.Of(0.5f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinNear<T>(T r)
        where T : struct, IFloatLanes<T>
    {
        T u = r * r;
        T p = T.Of(2.72499256e-06f);
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.00019840087f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.00833333191f));
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.166666672f));
        return T.FusedMultiplyAdd(r * u, p, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosNear<T>(T r)
        where T : struct, IFloatLanes<T>
    {
        T u = r * r;
        T p = T.Of(2.45479423e-05f);
        p = T.FusedMultiplyAdd(p, u, T.Of(-0.00138883025f));
        p = T.FusedMultiplyAdd(p, u, T.Of(0.0416666642f));
        return T.FusedMultiplyAdd(u * u, p, T.FusedMultiplyAdd(u, T.Of(-0.5f), T.Of(1)));
    }

    /// <summary>y, but for large angles, infinity and NaN the function itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Large<TOperator, T>(T x, T y)
        where TOperator : struct, IElementUnary<double, double>
        where T : struct, IFloatLanes<T> => T.AllLess(T.Abs(x), T.Of(LargestAngle)) ? y : SomeLarge<TOperator, T>(x, y);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T SomeLarge<TOperator, T>(T x, T y)
        where TOperator : struct, IElementUnary<double, double>
        where T : struct, IFloatLanes<T>
    {
        float* angles = stackalloc float[SpreadLanes.Buffer];
        float* results = stackalloc float[SpreadLanes.Buffer];
        x.Store(angles);
        y.Store(results);
        for (int i = 0; i < T.Count; i++)
        {
            results[i] = MathF.Abs(angles[i]) < LargestAngle ? results[i] : (float)TOperator.Invoke(angles[i], 0, 0);
        }

        return T.Load(results);
    }
}
