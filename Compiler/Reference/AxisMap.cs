using System;

namespace Octavo.Compiler.Reference;

/// <summary>
/// Where the elements of a tensor come from, when every axis decides on its own: offsets[axis][i] is what index i adds to the position in
/// the source. A negative offset says that there is no source.
/// </summary>
internal static class AxisMap
{
    public const int Nowhere = -1;

    /// <summary>The source position of every element in row-major order, or <see cref="Nowhere"/>.</summary>
    public static int[] Positions(int[][] offsets)
    {
        int count = 1;
        foreach (int[] axis in offsets)
        {
            count = checked(count * axis.Length);
        }

        int[] positions = new int[count];
        int block = count;
        foreach (int[] axis in offsets)
        {
            if (count == 0)
            {
                break;
            }

            block /= axis.Length;
            for (int i = 0; i < count; i++)
            {
                int offset = axis[i / block % axis.Length];
                positions[i] = offset < 0 || positions[i] < 0 ? Nowhere : positions[i] + offset;
            }
        }

        return positions;
    }

    /// <summary>Numpy broadcasting of <paramref name="x"/> to <paramref name="y"/>.</summary>
    public static int[] Broadcast(Shape x, Shape y)
    {
        int[] strides = x.Strides();
        int[][] offsets = new int[y.Rank][];
        for (int axis = 0; axis < y.Rank; axis++)
        {
            int own = axis - (y.Rank - x.Rank);
            int stride = own < 0 || x[own] == 1 ? 0 : strides[own];
            offsets[axis] = Axis(y[axis], i => i * stride);
        }

        return Positions(offsets);
    }

    /// <summary>One axis: offset(i) for i below <paramref name="size"/>.</summary>
    public static int[] Axis(int size, Func<int, int> offset)
    {
        int[] result = new int[size];
        for (int i = 0; i < size; i++)
        {
            result[i] = offset(i);
        }

        return result;
    }
}
