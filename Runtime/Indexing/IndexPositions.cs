using System;
using System.Diagnostics.CodeAnalysis;

namespace Octavo.Runtime;

/// <summary>Turns indices that are computed at run time into positions in a row-major tensor; negative indices count from the end of their axis.</summary>
public static unsafe class IndexPositions
{
    private const int MaxRank = 32;

    /// <summary>One position per index: that of its own place among the tensor's elements, but at the index along an axis.</summary>
    /// <param name="shape">The shape of the indices.</param>
    /// <param name="strides">The strides of the tensor, 0 for the axis.</param>
    /// <param name="axis">The axis's extent in the tensor, and <paramref name="axisStride"/> its stride.</param>
    /// <exception cref="IndexOutOfRangeException">An index is outside of the axis.</exception>
    public static void OfElements(long* indices, int* positions, ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int axis, int axisStride, int part, int parts)
    {
        int count = 1;
        foreach (int extent in shape)
        {
            count *= extent;
        }

        (int begin, int end) = Partition.Of(count, part, parts, 64);
        int* place = stackalloc int[MaxRank];
        int at = 0, rest = begin;
        for (int d = shape.Length - 1; d >= 0 && begin < end; d--)
        {
            place[d] = rest % shape[d];
            rest /= shape[d];
            at += place[d] * strides[d];
        }

        for (int i = begin; i < end; i++)
        {
            positions[i] = at + (Wrapped(indices[i], axis) * axisStride);
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++place[d] < shape[d])
                {
                    break;
                }

                at -= shape[d] * strides[d];
                place[d] = 0;
            }
        }
    }

    /// <summary>One position per tuple of indices.</summary>
    /// <param name="batches">How many groups of <paramref name="tuples"/> tuples there are; each has a part of the tensor of its own, <paramref name="batchStride"/> elements long.</param>
    /// <param name="extents">The extents of the axes that a tuple's indices run along, and <paramref name="strides"/> their strides.</param>
    /// <exception cref="IndexOutOfRangeException">An index is outside of its axis.</exception>
    public static void OfTuples(
        long* indices, int* positions, int batches, int tuples, int batchStride, ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, int part, int parts)
    {
        (int begin, int end) = Partition.Of(checked(batches * tuples), part, parts, 64);
        for (int i = begin; i < end; i++)
        {
            int position = i / tuples * batchStride;
            long* tuple = indices + ((nint)i * extents.Length);
            for (int k = 0; k < extents.Length; k++)
            {
                position += Wrapped(tuple[k], extents[k]) * strides[k];
            }

            positions[i] = position;
        }
    }

    private static int Wrapped(long index, int size)
    {
        long wrapped = index < 0 ? index + size : index;
        if (wrapped < 0 || wrapped >= size)
        {
            ThrowIndex(index, size);
        }

        return (int)wrapped;
    }

    [DoesNotReturn]
    private static void ThrowIndex(long index, int size) =>
        throw new IndexOutOfRangeException(FormattableString.Invariant($"The model reads index {index} of an axis of {size}."));
}
