using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The loops of a depthwise convolution around a tile: pixels, then panels of channels.</summary>
internal static unsafe class DepthwiseDriver<TTile, TEpilogue>
    where TTile : struct, IDepthwiseTile
    where TEpilogue : struct, IEpilogue
{
    /// <summary>See <see cref="Depthwise"/>.</summary>
    public static void Run(byte* x, short* weights, byte* y, in DepthwiseShape shape, in Epilogue epilogue, int part, int parts)
    {
        PixelShare share = new(shape.Items * shape.Height * shape.Width, TTile.Rows, (shape.Channels + 15) / 16, part, parts);
        Sweep(x, weights, y, shape, epilogue, share.FirstBlock, share.EndBlock, share.FirstPixel, share.EndPixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sweep(byte* x, short* weights, byte* y, in DepthwiseShape shape, in Epilogue epilogue, int firstPanel, int endPanel, int firstPixel, int endPixel)
    {
        byte* scratch = stackalloc byte[4 * 16 * TTile.Rows * TTile.Panels + 63];
        int* accumulators = (int*)(((nint)scratch + 63) & -64);
        byte** windows = stackalloc byte*[TTile.Rows];
        byte** rows = stackalloc byte*[TTile.Rows];
        nint* offsets = stackalloc nint[TTile.Rows];
        nint* residualOffsets = stackalloc nint[TTile.Rows];

        int readablePanels = shape.Overhangs ? endPanel : Math.Min(endPanel, shape.Channels / 16);
        nint panelWeights = (shape.TapCount + 1) / 2 * 32;
        AccumulatorTile tile = new()
        {
            Values = accumulators,
            Stride = 16 * TTile.Panels,
            Bias = epilogue.Bias,
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
                windows[row] = x + cursor.Input;
                offsets[row] = cursor.Output;
                residualOffsets[row] = cursor.Residual;
                cursor.Advance();
            }

            for (int row = rowCount; row < TTile.Rows; row++)
            {
                windows[row] = windows[rowCount - 1];
            }

            tile.Rows = rowCount;
            int count;
            for (int panel = firstPanel; panel < endPanel; panel += count)
            {
                int channel = 16 * panel;
                for (int row = 0; row < TTile.Rows; row++)
                {
                    rows[row] = windows[row] + channel;
                }

                if (panel < readablePanels)
                {
                    count = Math.Min(TTile.Panels, readablePanels - panel);
                    TTile.Dot(rows, shape.Taps, shape.TapCount, weights + panel * panelWeights, panelWeights, count, accumulators);
                }
                else
                {
                    count = 1;
                    DotLastChannels(rows, shape, weights + panel * panelWeights, shape.Channels - channel, accumulators);
                }

                tile.Channels = Math.Min(16 * count, shape.Channels - channel);
                tile.Channel = channel;
                tile.Parameter = channel;
                TEpilogue.Store(tile, epilogue);
            }
        }
    }

    /// <summary>
    /// The last panel when it has fewer than 16 channels: their bytes are gathered first, since a tile reads 16 at every tap, which might lie
    /// beyond the end of the input.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DotLastChannels(byte** rows, in DepthwiseShape shape, short* weights, int channels, int* accumulators)
    {
        const int MostTaps = 32;
        byte* gathered = stackalloc byte[16 * MostTaps * TTile.Rows];
        byte** gatheredRows = stackalloc byte*[TTile.Rows];
        int* taps = stackalloc int[MostTaps];
        int values = 16 * TTile.Panels * TTile.Rows;
        int* partial = stackalloc int[values];
        for (int row = 0; row < TTile.Rows; row++)
        {
            gatheredRows[row] = gathered + 16 * MostTaps * row;
        }

        for (int first = 0; first < shape.TapCount; first += MostTaps)
        {
            int count = Math.Min(MostTaps, shape.TapCount - first);
            for (int tap = 0; tap < count; tap++)
            {
                taps[tap] = 16 * tap;
                for (int row = 0; row < TTile.Rows; row++)
                {
                    Bytes.Copy(gatheredRows[row] + 16 * tap, rows[row] + shape.Taps[first + tap], channels);
                }
            }

            TTile.Dot(gatheredRows, taps, count, weights + 16 * first, 0, 1, first == 0 ? accumulators : partial);
            if (first > 0)
            {
                for (int i = 0; i < values; i++)
                {
                    accumulators[i] += partial[i];
                }
            }
        }
    }
}
