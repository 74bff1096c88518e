using System;

namespace Octavo.Runtime;

/// <summary>Reverses the beginning of each sequence of a batch.</summary>
public static unsafe class ReverseSequence
{
    /// <summary>x and y are <c>[steps][items]</c> slices when the time comes first, else <c>[items][steps]</c>; of each item the first <c>lengths[item]</c> steps are reversed.</summary>
    public static void Run(void* x, long* lengths, void* y, int steps, int items, bool timeFirst, int sliceBytes, int part, int parts)
    {
        (int begin, int end) = Partition.Of(checked(steps * items), part, parts);
        for (int i = begin; i < end; i++)
        {
            (int time, int item) = timeFirst ? (i / items, i % items) : (i % steps, i / steps);
            long length = Math.Clamp(lengths[item], 0, steps);
            long from = time < length ? length - 1 - time : time;
            long slice = timeFirst ? (from * items) + item : ((long)item * steps) + from;
            new ReadOnlySpan<byte>((byte*)x + (slice * sliceBytes), sliceBytes).CopyTo(new Span<byte>((byte*)y + ((long)i * sliceBytes), sliceBytes));
        }
    }
}
