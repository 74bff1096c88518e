using System;

namespace Octavo.Runtime;

/// <summary>Gathers slices from positions, see <see cref="IndexPositions"/>.</summary>
public static unsafe class GatherAt
{
    /// <summary>Slice i of y is the one at element <c>positions[i]</c> of x; a slice has <paramref name="slice"/> elements of <paramref name="elementSize"/> bytes.</summary>
    public static void Run(void* x, int* positions, void* y, int count, int slice, int elementSize, int part, int parts)
    {
        (int begin, int end) = Partition.Of(count, part, parts, slice == 1 ? 64 : 1);
        switch (slice, elementSize)
        {
            case (1, 1):
                Elements((byte*)x, positions, (byte*)y, begin, end);
                break;
            case (1, 2):
                Elements((ushort*)x, positions, (ushort*)y, begin, end);
                break;
            case (1, 4):
                Elements((uint*)x, positions, (uint*)y, begin, end);
                break;
            case (1, 8):
                Elements((ulong*)x, positions, (ulong*)y, begin, end);
                break;
            default:
                int bytes = checked(slice * elementSize);
                for (int i = begin; i < end; i++)
                {
                    byte* from = (byte*)x + ((nint)positions[i] * elementSize);
                    new ReadOnlySpan<byte>(from, bytes).CopyTo(new Span<byte>((byte*)y + ((nint)i * bytes), bytes));
                }

                break;
        }
    }

    private static void Elements<T>(T* x, int* positions, T* y, int begin, int end)
        where T : unmanaged
    {
        for (nint i = begin; i < end; i++)
        {
            y[i] = x[positions[i]];
        }
    }
}
