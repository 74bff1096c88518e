using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Where the greatest or least element of the middle axis of a row-major tensor <c>[outer][length][inner]</c> is.</summary>
public static unsafe class ArgReduce
{
    /// <summary><c>y[o][i]</c> is the index k of the greatest <c>x[o][k][i]</c>. NaN is never greater and never less, so that it counts only in front.</summary>
    /// <param name="last">Of equal elements the last one, instead of the first.</param>
    public static void Max<T>(T* x, long* y, int outer, int length, int inner, bool last, int part, int parts)
        where T : unmanaged, INumber<T>
    {
        if (last)
        {
            Run<T, ElementBinary.GreaterOrEqual<T>>(x, y, outer, length, inner, part, parts);
        }
        else
        {
            Run<T, ElementBinary.Greater<T>>(x, y, outer, length, inner, part, parts);
        }
    }

    /// <summary>The least instead of the greatest.</summary>
    /// <inheritdoc cref="Max{T}(T*, long*, int, int, int, bool, int, int)"/>
    public static void Min<T>(T* x, long* y, int outer, int length, int inner, bool last, int part, int parts)
        where T : unmanaged, INumber<T>
    {
        if (last)
        {
            Run<T, ElementBinary.LessOrEqual<T>>(x, y, outer, length, inner, part, parts);
        }
        else
        {
            Run<T, ElementBinary.Less<T>>(x, y, outer, length, inner, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TBetter>(T* x, long* y, int outer, int length, int inner, int part, int parts)
        where T : unmanaged
        where TBetter : struct, IElementBinary<T, bool>
    {
        (int begin, int end) = Partition.Of(checked(outer * inner), part, parts, 8);
        for (int i = begin; i < end; i++)
        {
            T* at = x + ((nint)(i / inner) * length * inner) + (i % inner);
            T best = *at;
            int index = 0;
            for (int k = 1; k < length; k++)
            {
                at += inner;
                if (TBetter.Invoke(*at, best))
                {
                    (best, index) = (*at, k);
                }
            }

            y[i] = index;
        }
    }
}
