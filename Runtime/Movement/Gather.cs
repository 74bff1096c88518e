using System;
using System.Diagnostics.CodeAnalysis;

namespace Octavo.Runtime;

/// <summary>Gathers slices along an axis by indices that are computed at run time.</summary>
public static unsafe class Gather
{
    /// <summary>
    /// <c>y[o][i] = x[o][indices[i]]</c> for o &lt; outer, i &lt; count, each a slice of <paramref name="sliceBytes"/>; the axis of x has
    /// <paramref name="axis"/> slices. A negative index counts from the end.
    /// </summary>
    /// <exception cref="IndexOutOfRangeException">An index is outside of the axis.</exception>
    public static void Run(void* x, long* indices, void* y, int outer, int axis, int count, int sliceBytes, int part, int parts)
    {
        (int begin, int end) = Partition.Of(checked(outer * count), part, parts);
        for (int unit = begin; unit < end; unit++)
        {
            Move((byte*)x, indices[unit % count], (byte*)y, unit, unit / count, axis, sliceBytes);
        }
    }

    /// <inheritdoc cref="Run(void*, long*, void*, int, int, int, int, int, int)"/>
    public static void Run(void* x, int* indices, void* y, int outer, int axis, int count, int sliceBytes, int part, int parts)
    {
        (int begin, int end) = Partition.Of(checked(outer * count), part, parts);
        for (int unit = begin; unit < end; unit++)
        {
            Move((byte*)x, indices[unit % count], (byte*)y, unit, unit / count, axis, sliceBytes);
        }
    }

    private static void Move(byte* x, long index, byte* y, int unit, int outer, int axis, int sliceBytes)
    {
        long from = (((long)outer * axis) + At(index, axis)) * sliceBytes;
        new ReadOnlySpan<byte>(x + from, sliceBytes).CopyTo(new Span<byte>(y + ((long)unit * sliceBytes), sliceBytes));
    }

    /// <summary>The place on an axis that an index names.</summary>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    internal static long At(long index, int axis)
    {
        long at = index < 0 ? index + axis : index;
        if (at < 0 || at >= axis)
        {
            ThrowIndex(index, axis);
        }

        return at;
    }

    [DoesNotReturn]
    private static void ThrowIndex(long index, int axis) =>
        throw new IndexOutOfRangeException(FormattableString.Invariant($"Gather reads index {index} of an axis of {axis}."));
}
