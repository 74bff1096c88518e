using System;
using System.Diagnostics.CodeAnalysis;

namespace Octavo.Runtime;

/// <summary>Means or maxima of bilinear samples in the bins of regions of images.</summary>
public static unsafe class FloatRoiAlign
{
    /// <summary><c>y[r][c][row][column]</c>: channel c of image images[r] in a bin of the region [left, top, right, bottom].</summary>
    /// <param name="maximum">The largest weighed pixel, otherwise the mean of the samples.</param>
    /// <exception cref="IndexOutOfRangeException">An image does not exist.</exception>
    public static void Run(float* x, float* regions, long* images, float* y, in RoiShape shape, bool maximum, int part, int parts)
    {
        nint plane = (nint)shape.Height * shape.Width;
        int bins = shape.OutputHeight * shape.OutputWidth;
        (int begin, int end) = Partition.Of(shape.Regions * bins, part, parts);
        for (int at = begin; at < end; at++)
        {
            int region = at / bins, row = at % bins / shape.OutputWidth, column = at % shape.OutputWidth;
            long item = images[region];
            if (item < 0 || item >= shape.Items)
            {
                ThrowImage(item, shape.Items);
            }

            float* box = regions + ((nint)region * 4);
            var across = new Bins(shape, box[0], box[2], shape.OutputWidth);
            var down = new Bins(shape, box[1], box[3], shape.OutputHeight);
            float* image = x + ((nint)item * shape.Channels * plane);
            float* to = y + ((nint)region * shape.Channels * bins) + (at % bins);
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                *to = maximum ? Maximum(image, shape, down, row, across, column) : Mean(image, shape, down, row, across, column);
                image += plane;
                to += bins;
            }
        }
    }

    private static float Mean(float* image, in RoiShape shape, in Bins down, int row, in Bins across, int column)
    {
        float sum = 0;
        for (int i = 0; i < down.Samples; i++)
        {
            for (int j = 0; j < across.Samples; j++)
            {
                sum += Bilinear.WithEdges(down.Position(row, i), across.Position(column, j), shape.Height, shape.Width).Sum(image);
            }
        }

        return sum / Math.Max(down.Samples * across.Samples, 1);
    }

    private static float Maximum(float* image, in RoiShape shape, in Bins down, int row, in Bins across, int column)
    {
        float result = 0;
        for (int i = 0; i < down.Samples; i++)
        {
            for (int j = 0; j < across.Samples; j++)
            {
                float largest = Bilinear.WithEdges(down.Position(row, i), across.Position(column, j), shape.Height, shape.Width).Largest(image);
                result = i + j == 0 ? largest : Bilinear.Larger(result, largest);
            }
        }

        return result;
    }

    [DoesNotReturn]
    private static void ThrowImage(long image, int images) =>
        throw new IndexOutOfRangeException(FormattableString.Invariant($"RoiAlign reads image {image} of {images}."));

    /// <summary>The bins of a region along one axis.</summary>
    private readonly struct Bins
    {
        private readonly float _start;
        private readonly float _size;

        public readonly int Samples;

        public Bins(in RoiShape shape, float from, float to, int count)
        {
            float offset = shape.HalfPixel ? 0.5f : 0;
            float start = from * shape.SpatialScale, end = to * shape.SpatialScale;
            _start = start - offset;
            float extent = end - offset - _start;
            extent = shape.HalfPixel || extent > 1 ? extent : 1;
            _size = extent / count;
            Samples = shape.SamplingRatio > 0 ? shape.SamplingRatio : (int)Math.Min(Math.Max(Math.Ceiling((double)_size), 0), 1e4);
        }

        public float Position(int bin, int sample) => _start + (bin * _size) + ((sample + 0.5f) * _size / Samples);
    }
}
