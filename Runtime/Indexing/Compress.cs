using System;

namespace Octavo.Runtime;

/// <summary>Takes the slices along an axis for which a condition holds.</summary>
public static unsafe class Compress
{
    /// <summary><c>y[o][i] = x[o][c]</c> for the i-th c with a true condition, o &lt; outer, each a slice of <paramref name="sliceBytes"/>; the rest of y is 0.</summary>
    /// <param name="count">How many conditions are true.</param>
    /// <param name="axis">Slices of x along the axis.</param>
    /// <param name="conditions">The number of conditions, and of slices of y.</param>
    public static void Run(void* x, bool* condition, void* y, long* count, int outer, int axis, int conditions, int sliceBytes, int part, int parts)
    {
        (int begin, int end) = Partition.Of(outer, part, parts);
        for (int o = begin; o < end; o++)
        {
            byte* from = (byte*)x + ((nint)o * axis * sliceBytes);
            byte* to = (byte*)y + ((nint)o * conditions * sliceBytes);
            int found = 0;
            for (int i = 0; i < conditions; i++)
            {
                if (condition[i])
                {
                    new ReadOnlySpan<byte>(from + ((nint)i * sliceBytes), sliceBytes).CopyTo(new Span<byte>(to + ((nint)found++ * sliceBytes), sliceBytes));
                }
            }

            new Span<byte>(to + ((nint)found * sliceBytes), (conditions - found) * sliceBytes).Clear();
        }

        if (part == 0)
        {
            *count = new ReadOnlySpan<bool>(condition, conditions).Count(true);
        }
    }
}
