using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Float convolutions and matrix products, on the geometry of <see cref="ConvolutionShape"/> with every offset, stride and length in floats
/// (SegmentBytes, GroupBytes, Segments too) and weights in panels <c>[group][ceil(Channels/16)][segment][SegmentBytes][16 channels]</c>.
/// </summary>
/// <remarks>
/// Each output is one chain <c>acc = fma(x, w, acc)</c> over segments and k ascending that starts at 0; the bias is added to it last. So its bits do not depend on the width of
/// registers or on the tiling. A tile is 6 pixels by 2 registers, of 16 and 8 or 4 channels where that fits, or 8 pixels by 1: their
/// chains hide the latency of the fused multiply-add.
/// </remarks>
public static unsafe class FloatConvolution
{
    private const int Panel = 16;

    /// <param name="x">The first float of the first window.</param>
    /// <param name="bias">Null, or padded to a multiple of 16 channels per group.</param>
    /// <param name="low">The lower bound of a fused activation, or −∞.</param>
    /// <param name="high">The upper bound, or +∞.</param>
    public static void Run(float* x, float* weights, float* bias, float* y, in ConvolutionShape shape, float low, float high, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, weights, bias, y, shape, low, high, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, weights, bias, y, shape, low, high, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, weights, bias, y, shape, low, high, part, parts);
        }
        else
        {
            Run<Lanes1>(x, weights, bias, y, shape, low, high, part, parts);
        }
    }

    /// <summary>Divides pixels among the parts, or channels when there are few pixels.</summary>
    internal static void Run<T>(float* x, float* weights, float* bias, float* y, in ConvolutionShape shape, float low, float high, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        int pixels = shape.Items * shape.Height * shape.Width;
        int channels = shape.Channels;
        int panels = (channels + Panel - 1) / Panel;
        nint panelLength = (nint)shape.SegmentCount * shape.SegmentBytes * Panel;
        (int pixelBegin, int pixelEnd) = (0, pixels);
        (int channelBegin, int channelEnd) = (0, channels);
        if (pixels >= 2 * FloatTile.PairRows * parts)
        {
            (pixelBegin, pixelEnd) = Partition.Of(pixels, part, parts, FloatTile.PairRows);
        }
        else
        {
            (channelBegin, channelEnd) = Partition.Of(channels, part, parts, 2 * Panel);
        }

        int sweep = shape.PanelBlock > 0 ? checked(shape.PanelBlock * Panel) : Panel * Math.Max(panels, 1);
        for (int group = 0; group < shape.Groups; group++)
        {
            for (int channel = channelBegin; channel < channelEnd; channel += sweep)
            {
                var tile = new FloatTile
                {
                    Segments = shape.Segments,
                    SegmentCount = shape.SegmentCount,
                    SegmentLength = shape.SegmentBytes,
                    Weights = weights + (group * panels * panelLength),
                    Bias = bias == null ? null : bias + ((nint)group * panels * Panel),
                    PanelLength = panelLength,
                    ChannelBegin = channel,
                    ChannelEnd = Math.Min(channel + sweep, channelEnd),
                    Low = low,
                    High = high,
                };
                float* from = x + ((nint)group * shape.GroupBytes);
                float* to = y + ((nint)group * channels);
                Tiles<T>(from, to, shape, tile, pixelBegin, pixelEnd);
            }
        }
    }

    /// <summary>Takes the channels of the tile in forms that fill their registers best.</summary>
    private static void Tiles<T>(float* x, float* y, in ConvolutionShape shape, FloatTile tile, int pixelBegin, int pixelEnd)
        where T : struct, IFloatLanes<T>
    {
        int rest = (tile.ChannelEnd - tile.ChannelBegin) % (2 * T.Count);
        tile.ChannelEnd -= rest;
        if (tile.ChannelBegin < tile.ChannelEnd)
        {
            Sweep<FloatTilePairs<T, T>>(x, y, shape, tile, pixelBegin, pixelEnd);
        }

        for (int width; rest > 0; rest -= width)
        {
            width = T.Count > 4 && (rest == T.Count + 4 || rest == T.Count + 8) ? rest : Math.Min(rest, T.Count);
            tile.ChannelBegin = tile.ChannelEnd;
            tile.ChannelEnd += width;
            if (T.Count > 4 && width == T.Count + 4)
            {
                Sweep<FloatTilePairs<T, Lanes4>>(x, y, shape, tile, pixelBegin, pixelEnd);
            }
            else if (T.Count > 8 && width == T.Count + 8)
            {
                Sweep<FloatTilePairs<T, Lanes8>>(x, y, shape, tile, pixelBegin, pixelEnd);
            }
            else if (T.Count > 4 && width <= 4)
            {
                Sweep<FloatTileSingle<Lanes4>>(x, y, shape, tile, pixelBegin, pixelEnd);
            }
            else if (T.Count > 8 && width <= 8)
            {
                Sweep<FloatTileSingle<Lanes8>>(x, y, shape, tile, pixelBegin, pixelEnd);
            }
            else
            {
                Sweep<FloatTileSingle<T>>(x, y, shape, tile, pixelBegin, pixelEnd);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep<TForm>(float* x, float* y, in ConvolutionShape shape, in FloatTile tile, int pixelBegin, int pixelEnd)
        where TForm : struct, IFloatTileForm
    {
        float** from = stackalloc float*[TForm.Rows];
        float** to = stackalloc float*[TForm.Rows];
        int column = pixelBegin % shape.Width, line = pixelBegin / shape.Width;
        int row = line % shape.Height, item = line / shape.Height;
        nint xStep = shape.Input.Pixel, yStep = shape.Output.Pixel;
        float* nextX = x + ((nint)item * shape.Input.Item) + ((nint)row * shape.Input.Row) + (column * xStep);
        float* nextY = y + ((nint)item * shape.Output.Item) + ((nint)row * shape.Output.Row) + (column * yStep);
        for (int pixel = pixelBegin; pixel < pixelEnd; pixel += TForm.Rows)
        {
            int rows = Math.Min(TForm.Rows, pixelEnd - pixel);
            for (int i = 0; i < rows; i++)
            {
                from[i] = nextX;
                to[i] = nextY;
                nextX += xStep;
                nextY += yStep;
                if (++column == shape.Width)
                {
                    column = 0;
                    if (++row == shape.Height)
                    {
                        row = 0;
                        item++;
                    }

                    nextX = x + ((nint)item * shape.Input.Item) + ((nint)row * shape.Input.Row);
                    nextY = y + ((nint)item * shape.Output.Item) + ((nint)row * shape.Output.Row);
                }
            }

            if (rows < TForm.Rows / 2)
            {
                for (int i = 0; i < rows; i++)
                {
                    TForm.RunRow(tile, from[i], to[i]);
                }
            }
            else
            {
                // Missing rows repeat the last one: they store the same values once more.
                for (int i = rows; i < TForm.Rows; i++)
                {
                    from[i] = from[rows - 1];
                    to[i] = to[rows - 1];
                }

                TForm.Run(tile, from, to);
            }
        }
    }
}
