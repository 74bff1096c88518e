using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Normalizes the rows of a matrix: y = (x − mean) · (1 / √(variance + ε)) · scale + bias, each operation rounded. Mean and variance are sums in the order
/// of <see cref="FloatReduce"/>, the variance one of fused d·d + sum with d = x − mean, divided by the length of a row.
/// </summary>
public static unsafe class FloatNormalization
{
    /// <summary>y may be x.</summary>
    /// <param name="scale">The factors, or null.</param>
    /// <param name="bias">The summands, or null.</param>
    public static void Run<TX, TY>(TX x, float* scale, float* bias, TY y, in NormalizationShape shape, int part, int parts)
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16, TX, TY>(x, scale, bias, y, shape, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8, TX, TY>(x, scale, bias, y, shape, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4, TX, TY>(x, scale, bias, y, shape, part, parts);
        }
        else
        {
            Run<Lanes1, TX, TY>(x, scale, bias, y, shape, part, parts);
        }
    }

    internal static void Run<T, TX, TY>(TX x, float* scale, float* bias, TY y, in NormalizationShape shape, int part, int parts)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        (int begin, int end) = Partition.Of(shape.Rows, part, parts);
        int length = shape.Length;
        for (int row = begin; row < end; row++)
        {
            nint first = (nint)row * length;
            float mean = shape.Centred ? FloatReduce.Row<FloatReduce.Sum, T, TX>(x, first, length) / length : 0;
            float variance = Squares<T, TX>(x, first, mean, length) / length;
            float factor = 1 / Lanes1.Sqrt(Lanes1.Of(variance + shape.Epsilon)).Value;
            for (nint i = first; i < first + length;)
            {
                (nint run, nint within) = Math.DivRem(i, shape.Run);
                nint parameter = run % shape.Parameters;
                nint next = Math.Min(first + length, shape.Run > 1 ? i + shape.Run - within : i + shape.Parameters - parameter);
                float* s = scale == null ? null : scale + parameter, b = bias == null ? null : bias + parameter;
                nint step = shape.Run > 1 ? 0 : 1;
                nint done = Scale<T, TX, TY>(x, s, b, step, y, mean, factor, i, i, next);
                Scale<Lanes1, TX, TY>(x, s, b, step, y, mean, factor, i, done, next);
                i = next;
            }
        }
    }

    /// <summary>The sum of the squares of x − mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Squares<T, TX>(TX x, nint first, float mean, int length)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
    {
        float* partial = stackalloc float[FloatReduce.Partials];
        nint i = 0;
        if (T.Count == 1)
        {
            for (int k = 0; k < FloatReduce.Partials; k++)
            {
                partial[k] = 0;
            }
        }
        else
        {
            T m = T.Of(mean), a = T.Of(0), b = a, c = a, d = a;
            for (; i <= length - FloatReduce.Partials; i += FloatReduce.Partials)
            {
                nint at = first + i;
                a = Square(x.Load<T>(at) - m, a);
                b = T.Count <= 8 ? Square(x.Load<T>(at + T.Count) - m, b) : b;
                c = T.Count <= 4 ? Square(x.Load<T>(at + (2 * T.Count)) - m, c) : c;
                d = T.Count <= 4 ? Square(x.Load<T>(at + (3 * T.Count)) - m, d) : d;
            }

            if (T.Count <= 4)
            {
                d.Store(partial + 12);
                c.Store(partial + 8);
            }

            if (T.Count <= 8)
            {
                b.Store(partial + T.Count);
            }

            a.Store(partial);
        }

        for (; i < length; i++)
        {
            nint k = i % FloatReduce.Partials;
            Square(x.Load<Lanes1>(first + i) - Lanes1.Of(mean), Lanes1.Load(partial + k)).Store(partial + k);
        }

        return FloatReduce.FoldRow<FloatReduce.Sum, T>(partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square<T>(T d, T sum)
        where T : struct, IFloatLanes<T> => T.FusedMultiplyAdd(d, d, sum);

    /// <summary>Elements from <paramref name="i"/> on as far as whole registers go; returns the first one that is left.</summary>
    /// <param name="scale">The factor of element <paramref name="first"/>.</param>
    /// <param name="step">0 when one factor and one summand are for all of them, else 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Scale<T, TX, TY>(TX x, float* scale, float* bias, nint step, TY y, float mean, float factor, nint first, nint i, nint end)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        T m = T.Of(mean), f = T.Of(factor);
        for (; i <= end - T.Count; i += T.Count)
        {
            T value = (x.Load<T>(i) - m) * f;
            value = scale == null ? value : value * (step == 0 ? T.Of(*scale) : T.Load(scale + i - first));
            value = bias == null ? value : value + (step == 0 ? T.Of(*bias) : T.Load(bias + i - first));
            y.Store(i, value);
        }

        return i;
    }
}
