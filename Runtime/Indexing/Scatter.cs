using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Writes updates into a copy of a tensor, at positions as <see cref="IndexPositions"/> computes them. The reductions are nested types:
/// <c>Scatter.Run&lt;float, Scatter.Add&gt;(…)</c>.
/// </summary>
public static unsafe class Scatter
{
    /// <summary>
    /// y = x, then slice i of the updates, <paramref name="slice"/> elements long, meets the elements of y from <c>positions[i]</c> on, in the order of i. Each
    /// part owns a range of y and takes from every update what falls into it.
    /// </summary>
    public static void Run<T, TReduction>(T* x, int* positions, T* updates, T* y, int length, int count, int slice, int part, int parts)
        where T : unmanaged, INumber<T>
        where TReduction : struct, IScatterReduction
    {
        (int begin, int end) = Partition.Of(length, part, parts, 64);
        new ReadOnlySpan<T>(x + begin, end - begin).CopyTo(new Span<T>(y + begin, end - begin));
        for (int i = 0; i < count; i++)
        {
            int position = positions[i], from = Math.Max(position, begin), to = Math.Min(position + slice, end);
            T* update = updates + (((nint)i * slice) - position);
            for (nint at = from; at < to; at++)
            {
                y[at] = TReduction.Invoke(y[at], update[at]);
            }
        }
    }

    /// <summary>The update.</summary>
    public readonly struct Replace : IScatterReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T element, T update)
            where T : unmanaged, INumber<T> => update;
    }

    public readonly struct Add : IScatterReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T element, T update)
            where T : unmanaged, INumber<T> => unchecked(element + update);
    }

    public readonly struct Mul : IScatterReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T element, T update)
            where T : unmanaged, INumber<T> => unchecked(element * update);
    }

    /// <summary>The lesser; NaN if either is.</summary>
    public readonly struct Min : IScatterReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T element, T update)
            where T : unmanaged, INumber<T> => T.Min(element, update);
    }

    /// <summary>The greater; NaN if either is.</summary>
    public readonly struct Max : IScatterReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Invoke<T>(T element, T update)
            where T : unmanaged, INumber<T> => T.Max(element, update);
    }
}
