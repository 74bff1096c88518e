using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Lays out a matrix as the weights of <see cref="FloatConvolution"/>, for products whose right operand is only known at run time.</summary>
public static unsafe class FloatPanels
{
    public const int Width = 16;

    /// <summary>The floats that the panels of a k×n matrix take.</summary>
    public static long Length(int k, int n) => ((long)n + Width - 1) / Width * Width * k;

    /// <summary>Writes <c>panels[j / 16][i][j % 16] = b[i·rowStride + j·columnStride]</c> for i &lt; k, j &lt; n, and 0 up to the next multiple of 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* b, float* panels, int k, int n, int rowStride, int columnStride, int part, int parts)
    {
        (int begin, int end) = Partition.Of(n, part, parts, Width);
        for (int j = begin; j < end; j += Width)
        {
            float* from = b + ((nint)j * columnStride);
            float* to = panels + ((nint)j * k);
            int width = Math.Min(Width, n - j);
            if (width < Width)
            {
                new Span<float>(to, k * Width).Clear();
            }

            if (columnStride == 1)
            {
                for (int i = 0; i < k; i++)
                {
                    new ReadOnlySpan<float>(from + ((nint)i * rowStride), width).CopyTo(new Span<float>(to + ((nint)i * Width), width));
                }
            }
            else
            {
                Copy.Run(from, to, sizeof(float), LoopNest.OfRows(k, width, x: (rowStride, columnStride), y: (Width, 1)), 0, 1);
            }
        }
    }
}
