using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The k best elements of each row, in their order. Of equal elements the first is the better one; NaN is greater than everything.</summary>
public static unsafe class TopK
{
    /// <param name="x">Rows of <paramref name="length"/> elements.</param>
    /// <param name="values">Rows of <paramref name="k"/> elements, the best first; <paramref name="indices"/> are their places in the row.</param>
    public static void Run<T>(T* x, T* values, long* indices, int rows, int length, int k, bool largest, int part, int parts)
        where T : unmanaged, INumber<T>
    {
        (int begin, int end) = Partition.Of(rows, part, parts);
        for (int row = begin; row < end && k > 0; row++)
        {
            T* from = x + ((nint)row * length);
            T* value = values + ((nint)row * k);
            long* index = indices + ((nint)row * k);
            if (largest)
            {
                Row<T, Greater>(from, value, index, length, k);
            }
            else
            {
                Row<T, Less>(from, value, index, length, k);
            }
        }
    }

    /// <summary>The results are a heap with the worst at its root while the row is read, and are sorted afterwards.</summary>
    private static void Row<T, TOrder>(T* x, T* values, long* indices, int length, int k)
        where T : unmanaged, INumber<T>
        where TOrder : struct, IOrder
    {
        for (int i = 0; i < k; i++)
        {
            values[i] = x[i];
            indices[i] = i;
        }

        for (int i = (k / 2) - 1; i >= 0; i--)
        {
            Sink<T, TOrder>(values, indices, i, k);
        }

        for (int i = k; i < length; i++)
        {
            // Its index is greater than that of every candidate, so that an equal one stays.
            if (TOrder.IsBetter(x[i], values[0]))
            {
                values[0] = x[i];
                indices[0] = i;
                Sink<T, TOrder>(values, indices, 0, k);
            }
        }

        for (int count = k - 1; count > 0; count--)
        {
            (values[0], values[count]) = (values[count], values[0]);
            (indices[0], indices[count]) = (indices[count], indices[0]);
            Sink<T, TOrder>(values, indices, 0, count);
        }
    }

    private static void Sink<T, TOrder>(T* values, long* indices, int root, int count)
        where T : unmanaged, INumber<T>
        where TOrder : struct, IOrder
    {
        T value = values[root];
        long index = indices[root];
        while ((2 * root) + 1 < count)
        {
            int child = (2 * root) + 1;
            if (child + 1 < count && Precedes<T, TOrder>(values[child], indices[child], values[child + 1], indices[child + 1]))
            {
                child++;
            }

            if (!Precedes<T, TOrder>(value, index, values[child], indices[child]))
            {
                break;
            }

            values[root] = values[child];
            indices[root] = indices[child];
            root = child;
        }

        values[root] = value;
        indices[root] = index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Precedes<T, TOrder>(T a, long aIndex, T b, long bIndex)
        where T : unmanaged, INumber<T>
        where TOrder : struct, IOrder => TOrder.IsBetter(a, b) || (!TOrder.IsBetter(b, a) && aIndex < bIndex);

    private interface IOrder
    {
        static abstract bool IsBetter<T>(T a, T b)
            where T : unmanaged, INumber<T>;
    }

    private readonly struct Greater : IOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool IsBetter<T>(T a, T b)
            where T : unmanaged, INumber<T> => a > b || (T.IsNaN(a) && !T.IsNaN(b));
    }

    private readonly struct Less : IOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool IsBetter<T>(T a, T b)
            where T : unmanaged, INumber<T> => a < b || (T.IsNaN(b) && !T.IsNaN(a));
    }
}
