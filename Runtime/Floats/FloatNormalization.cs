using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Normalizes the rows of a matrix: y = (x − mean) · (1 / √(variance + ε)) · scale + bias, each operation rounded. Mean and variance are sums in the order
/// of <see cref="FloatReduce"/>, the variance one of fused d·d + sum with d = x − mean, divided by the length of a row.
/// </summary>
public static unsafe class FloatNormalization
{
    /// <summary>y may be x.</summary>
    /// <param name="scale">One factor for each element of a row, or null.</param>
    /// <param name="bias">One summand for each element of a row, or null.</param>
    /// <param name="centred">False takes the mean for 0.</param>
    public static void Run(float* x, float* scale, float* bias, float* y, int rows, int length, float epsilon, bool centred, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, scale, bias, y, rows, length, epsilon, centred, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, scale, bias, y, rows, length, epsilon, centred, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, scale, bias, y, rows, length, epsilon, centred, part, parts);
        }
        else
        {
            Run<Lanes1>(x, scale, bias, y, rows, length, epsilon, centred, part, parts);
        }
    }

    internal static void Run<T>(float* x, float* scale, float* bias, float* y, int rows, int length, float epsilon, bool centred, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        (int begin, int end) = Partition.Of(rows, part, parts);
        for (int row = begin; row < end; row++)
        {
            float* from = x + ((nint)row * length), to = y + ((nint)row * length);
            float mean = centred ? FloatReduce.Row<FloatReduce.Sum, T>(from, length) / length : 0;
            float variance = Squares<T>(from, mean, length) / length;
            float factor = Lanes1.Sqrt(Lanes1.Of(variance + epsilon)).Value;
            nint done = Scale<T>(from, scale, bias, to, mean, 1 / factor, 0, length);
            Scale<Lanes1>(from, scale, bias, to, mean, 1 / factor, done, length);
        }
    }

    /// <summary>The sum of the squares of x − mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Squares<T>(float* x, float mean, int length)
        where T : struct, IFloatLanes<T>
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
                a = Square(T.Load(x + i) - m, a);
                b = T.Count <= 8 ? Square(T.Load(x + i + T.Count) - m, b) : b;
                c = T.Count <= 4 ? Square(T.Load(x + i + (2 * T.Count)) - m, c) : c;
                d = T.Count <= 4 ? Square(T.Load(x + i + (3 * T.Count)) - m, d) : d;
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
            Square(Lanes1.Of(x[i] - mean), Lanes1.Load(partial + k)).Store(partial + k);
        }

        return FloatReduce.FoldRow<FloatReduce.Sum, T>(partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square<T>(T d, T sum)
        where T : struct, IFloatLanes<T> => T.FusedMultiplyAdd(d, d, sum);

    /// <summary>As far as whole registers go; returns the first element that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Scale<T>(float* x, float* scale, float* bias, float* y, float mean, float factor, nint i, int length)
        where T : struct, IFloatLanes<T>
    {
        T m = T.Of(mean), f = T.Of(factor);
        for (; i <= length - T.Count; i += T.Count)
        {
            T value = (T.Load(x + i) - m) * f;
            value = scale == null ? value : value * T.Load(scale + i);
            value = bias == null ? value : value + T.Load(bias + i);
            value.Store(y + i);
        }

        return i;
    }
}
