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
    /// <summary>
    /// Packs the matrix b (k × n, u8) as <c>b − 128</c> into panels <c>[ceil(n/16)][ceil(k/4)][16][4]</c> of s8, zero where padded, and writes
    /// <c>columnSums[j] = Σ (b − 128)</c> for all columns up to a multiple of 16.
    /// </summary>
    /// <param name="rowStride">Between b's elements at k and k + 1.</param>
    /// <param name="columnStride">Between b's elements at n and n + 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(byte* b, sbyte* panels, int* columnSums, int k, int n, int rowStride, int columnStride)
    {
        int steps = (k + 3) / 4;
        for (int first = 0; first < n; first += 16)
        {
            for (int column = 0; column < 16; column++)
            {
                sbyte* to = panels + 4 * column;
                int sum = 0;
                int rows = first + column < n ? k : 0;
                byte* from = b + (nint)(first + column) * columnStride;
                for (int step = 0; step < steps; step++, to += 64)
                {
                    uint group = 0;
                    for (int i = 0; i < 4 && 4 * step + i < rows; i++)
                    {
                        int value = from[(nint)(4 * step + i) * rowStride] - 128;
                        sum += value;
                        group |= (uint)(byte)value << (8 * i);
                    }

                    *(uint*)to = group;
                }

                columnSums[first + column] = sum;
            }

            panels += (nint)steps * 64;
        }
    }

    /// <summary>
    /// Writes the three arrays of an <see cref="Epilogue"/> with which a convolution of x by the packed b yields <c>Σ (x − zeroPointX)·(b − zeroPointB)</c>.
    /// All have n elements, rounded up to a multiple of 16.
    /// </summary>
    /// <remarks>
    /// With w = b − 128 and zw = zeroPointB − 128: <c>Σ (x − zx)(w − zw) = Σ x·w − zw·Σx − zx·Σw + k·zx·zw</c>. For kernels that take x − 128,
    /// <c>Σ x·w = Σ (x − 128)·w + 128·Σw</c>.
    /// </remarks>
    public static void Bias(int* bias, int* signedBias, int* weightZeroPoint, int* columnSums, int zeroPointX, int zeroPointB, int k, int n)
    {
        int zeroPoint = zeroPointB - 128;
        for (int j = 0; j < ((n + 15) & -16); j++)
        {
            bias[j] = k * zeroPointX * zeroPoint - zeroPointX * columnSums[j];
            signedBias[j] = bias[j] + 128 * columnSums[j];
            weightZeroPoint[j] = zeroPoint;
        }
    }
}
