using System;

namespace Octavo.Runtime;

/// <summary>Gathers rows of a matrix in blocks, as floats, by indices that are computed at run time.</summary>
public static unsafe class GatherBlockQuantized
{
    /// <summary><c>y[i] = table[indices[i]]</c> for i &lt; count; a negative index counts from the end.</summary>
    /// <param name="table">In panels of 1.</param>
    /// <exception cref="IndexOutOfRangeException">An index is outside of the table.</exception>
    public static void Run(in BlockMatrix table, long* indices, float* y, int count, int part, int parts)
    {
        (int begin, int end) = Partition.Of(count, part, parts);
        for (int i = begin; i < end; i++)
        {
            Row(table, Gather.At(indices[i], table.Rows), y + ((nint)i * table.Length));
        }
    }

    /// <inheritdoc cref="Run(in BlockMatrix, long*, float*, int, int, int)"/>
    public static void Run(in BlockMatrix table, int* indices, float* y, int count, int part, int parts)
    {
        (int begin, int end) = Partition.Of(count, part, parts);
        for (int i = begin; i < end; i++)
        {
            Row(table, Gather.At(indices[i], table.Rows), y + ((nint)i * table.Length));
        }
    }

    private static void Row(in BlockMatrix table, long row, float* y)
    {
        byte* codes = table.Codes + (row * table.RowBytes);
        int bits = table.Bits, mask = (1 << bits) - 1, k = 0;
        for (long block = row * table.Blocks; k < table.Length; block++)
        {
            float scale = table.Scales[block];
            float zero = table.Zeros != null ? table.Zeros[block * table.ZeroStep] : table.RealZeros[block * table.ZeroStep];
            for (int end = (int)Math.Min((long)k + table.Block, table.Length); k < end; k++)
            {
                long bit = (long)k * bits;
                y[k] = (((codes[bit >> 3] >> (int)(bit & 7)) & mask) - zero) * scale;
            }
        }
    }
}
