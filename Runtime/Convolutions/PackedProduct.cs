using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Products of two activations: packs the second one into panels at run time, so that <see cref="Convolution"/> can multiply by it.
/// Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PackedProduct
{
    const uint Even = 0x00FF00FF;
    const uint Middle = 0x80808080;

    /// <summary>
    /// Packs the matrix b (k × n, u8) as <c>b − 128</c> into panels <c>[ceil(n/16)][ceil(k/4)][16][4]</c> of s8, zero where padded, and writes
    /// <c>columnSums[j] = Σ (b − 128)</c> for all columns up to a multiple of 16.
    /// </summary>
    /// <param name="rowStride">Between b's elements at k and k + 1.</param>
    /// <param name="columnStride">Between b's elements at n and n + 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(byte* b, sbyte* panels, int* columnSums, int k, int n, int rowStride, int columnStride)
    {
        uint* to = (uint*)panels;
        uint* pairSums = stackalloc uint[16];
        for (int column = 0; column < n; column += 16, columnSums += 16)
        {
            byte* corner = b + (nint)column * columnStride;
            int columns = Math.Min(16, n - column);
            bool direct = columns == 16 && columnStride == 1;
            for (int i = 0; i < 16; i++)
            {
                pairSums[i] = 0;
                columnSums[i] = 0;
            }

            for (int row = 0; row < k; row += 4, corner += 4 * (nint)rowStride, to += 16)
            {
                if (direct && k - row >= 4)
                {
                    GatherRows(corner, rowStride, to);
                }
                else
                {
                    GatherElements(corner, rowStride, columnStride, Math.Min(4, k - row), columns, to);
                }

                // Two 16-bit sums of codes in each element have room for 128 groups.
                bool full = row / 4 % 128 == 127 || row + 4 >= k;
                for (int i = 0; i < 16; i++)
                {
                    uint group = to[i];
                    to[i] = group ^ Middle;
                    pairSums[i] += (group & Even) + (group >> 8 & Even);
                    if (full)
                    {
                        columnSums[i] += (int)(pairSums[i] & 0xFFFF) + (int)(pairSums[i] >> 16);
                        pairSums[i] = 0;
                    }
                }
            }

            // Padding is code 128, so that it does not count.
            for (int i = 0; i < 16; i++)
            {
                columnSums[i] -= 128 * ((k + 3) & -4);
            }
        }
    }

    /// <summary>
    /// Writes the three arrays of an <see cref="Epilogue"/> with which a convolution of x by the packed b yields <c>Σ (x − zeroPointX)·(b − zeroPointB)</c>.
    /// All have n elements, rounded up to a multiple of 16.
    /// </summary>
    /// <param name="own">The product's own bias, as long; null for none.</param>
    /// <remarks>
    /// With w = b − 128 and zw = zeroPointB − 128: <c>Σ (x − zx)(w − zw) = Σ x·w − zw·Σx − zx·Σw + k·zx·zw</c>. For kernels that take x − 128,
    /// <c>Σ x·w = Σ (x − 128)·w + 128·Σw</c>.
    /// </remarks>
    public static void Bias(int* bias, int* signedBias, int* weightZeroPoint, int* columnSums, int zeroPointX, int zeroPointB, int k, int n, int* own = null)
    {
        int zeroPoint = zeroPointB - 128;
        for (int j = 0; j < ((n + 15) & -16); j++)
        {
            bias[j] = k * zeroPointX * zeroPoint - zeroPointX * columnSums[j] + (own is null ? 0 : own[j]);
            signedBias[j] = bias[j] + 128 * columnSums[j];
            weightZeroPoint[j] = zeroPoint;
        }
    }

    /// <summary>Groups 4 rows of 16 codes by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void GatherRows(byte* from, int rowStride, uint* groups)
    {
        for (int column = 0; column < 16; column += 4, from += 4, groups += 4)
        {
            uint row0 = *(uint*)from;
            uint row1 = *(uint*)(from + rowStride);
            uint row2 = *(uint*)(from + 2 * (nint)rowStride);
            uint row3 = *(uint*)(from + 3 * (nint)rowStride);
            uint even01 = row0 & Even | (row1 & Even) << 8;
            uint even23 = row2 & Even | (row3 & Even) << 8;
            uint odd01 = row0 >> 8 & Even | row1 & ~Even;
            uint odd23 = row2 >> 8 & Even | row3 & ~Even;
            groups[0] = even01 & 0xFFFF | even23 << 16;
            groups[1] = odd01 & 0xFFFF | odd23 << 16;
            groups[2] = even01 >> 16 | even23 & 0xFFFF0000;
            groups[3] = odd01 >> 16 | odd23 & 0xFFFF0000;
        }
    }

    /// <summary>Groups up to 4 rows of up to 16 codes by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void GatherElements(byte* from, int rowStride, int columnStride, int rows, int columns, uint* groups)
    {
        for (int column = 0; column < 16; column++)
        {
            groups[column] = Middle;
            for (int row = 0; row < rows && column < columns; row++)
            {
                ((byte*)(groups + column))[row] = from[row * (nint)rowStride + column * (nint)columnStride];
            }
        }
    }
}
