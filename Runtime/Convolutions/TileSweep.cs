using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Pixels, then panels, around a tile: it leaves int32 accumulators in scratch, and the epilogue takes them from there.</summary>
internal readonly unsafe struct TileSweep<TTile, TEpilogue> : IConvolutionSweep
    where TTile : struct, IDotTile
    where TEpilogue : struct, IEpilogue
{
    public static int Rows => TTile.Rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Reduction reduction, in Epilogue epilogue, int group, int firstPanel, int panelCount, int firstPixel, int endPixel)
    {
        byte* scratch = stackalloc byte[4 * 16 * TTile.Rows * TTile.Panels + 63];
        int* accumulators = (int*)(((nint)scratch + 63) & -64);
        byte** rows = stackalloc byte*[TTile.Rows];
        nint* offsets = stackalloc nint[TTile.Rows];
        nint* residualOffsets = stackalloc nint[TTile.Rows];
        int* sums = stackalloc int[TTile.Rows];

        int channels = shape.Channels;
        int padded = (channels + 15) & -16;
        AccumulatorTile tile = new()
        {
            Values = accumulators,
            Stride = 16 * TTile.Panels,
            Bias = TTile.Signed ? epilogue.SignedBias : epilogue.Bias,
            Sums = sums,
            Y = y,
            Offsets = offsets,
            ResidualOffsets = residualOffsets,
        };
        PixelCursor cursor = new(firstPixel, shape.Height, shape.Width, shape.Input, shape.Output, epilogue.ResidualStrides);

        for (int pixel = firstPixel; pixel < endPixel; pixel += TTile.Rows)
        {
            int rowCount = Math.Min(TTile.Rows, endPixel - pixel);
            for (int row = 0; row < rowCount; row++)
            {
                rows[row] = x + cursor.Input;
                offsets[row] = cursor.Output;
                residualOffsets[row] = cursor.Residual;
                cursor.Advance();
            }

            for (int row = rowCount; row < TTile.Rows; row++)
            {
                rows[row] = rows[rowCount - 1];
            }

            if (epilogue.WeightZeroPoint is not null)
            {
                SumRows(rows, rowCount, reduction, sums);
            }

            tile.Rows = rowCount;
            for (int panel = 0; panel < panelCount; panel += TTile.Panels)
            {
                int count = Math.Min(TTile.Panels, panelCount - panel);
                if (reduction.IsSparse)
                {
                    TTile.DotSparse(rows, rowCount, reduction.From(panel), weights + (reduction.PanelOffset(panel) - reduction.PanelOffset(0)), count, accumulators);
                }
                else
                {
                    TTile.Dot(rows, rowCount, reduction, weights + panel * reduction.PanelBytes, count, accumulators);
                }

                int channel = (firstPanel + panel) * 16;
                tile.Channels = Math.Min(count * 16, channels - channel);
                tile.Channel = group * channels + channel;
                tile.Parameter = group * padded + channel;
                TEpilogue.Store(tile, epilogue);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SumRows(byte** rows, int rowCount, in Reduction reduction, int* sums)
    {
        for (int row = 0; row < rowCount; row++)
        {
            int sum = 0;
            for (int segment = 0; segment < reduction.SegmentCount; segment++)
            {
                sum += TEpilogue.Sum(rows[row] + reduction.Segments[segment], reduction.SegmentBytes);
            }

            sums[row] = sum;
        }
    }
}
