using System;
using System.Numerics;

namespace Octavo.Runtime;

/// <summary>Finds the elements that are not zero.</summary>
public static unsafe class NonZero
{
    private const int MaxRank = 32;

    /// <summary>Column i of y holds the indices of the i-th element of x that is not zero, a row per axis and as many columns as x has elements; the rest is 0.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="part">One part does all: where an element goes depends on those before it.</param>
    public static void Run<T>(T* x, long* y, long* count, ReadOnlySpan<int> shape, int part)
        where T : unmanaged, INumberBase<T>
    {
        if (part != 0)
        {
            return;
        }

        nint length = 1;
        foreach (int extent in shape)
        {
            length *= extent;
        }

        int* place = stackalloc int[MaxRank];
        new Span<int>(place, MaxRank).Clear();
        nint found = 0;
        for (nint i = 0; i < length; i++)
        {
            if (!T.IsZero(x[i]))
            {
                for (int axis = 0; axis < shape.Length; axis++)
                {
                    y[(axis * length) + found] = place[axis];
                }

                found++;
            }

            for (int axis = shape.Length - 1; axis >= 0 && ++place[axis] == shape[axis]; axis--)
            {
                place[axis] = 0;
            }
        }

        for (int axis = 0; axis < shape.Length; axis++)
        {
            new Span<long>(y + (axis * length) + found, (int)(length - found)).Clear();
        }

        *count = found;
    }
}
