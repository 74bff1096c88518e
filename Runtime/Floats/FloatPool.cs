using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Maximum and average pools over NHWC images of floats, on the geometry of <see cref="PoolShape"/>.</summary>
public static unsafe class FloatPool
{
    /// <summary>The greatest of each window, NaN if it holds one.</summary>
    public static void Max(float* x, float* y, in PoolShape shape, int part, int parts) => Run<FloatReduce.Max>(x, y, shape, false, part, parts);

    /// <summary>The sum of each window in row-major order, divided by the number of its pixels; with a window that covers the image, the global average.</summary>
    /// <param name="countIncludePad">Padding counts as pixels of value 0.</param>
    public static void Average(float* x, float* y, in PoolShape shape, bool countIncludePad, int part, int parts) =>
        Run<FloatReduce.Mean>(x, y, shape, countIncludePad, part, parts);

    internal static void Run<TReduction>(float* x, float* y, in PoolShape shape, bool countIncludePad, int part, int parts)
        where TReduction : struct, IFloatReduction
    {
        if (FloatLanes.Use16)
        {
            Run<TReduction, Lanes16>(x, y, shape, countIncludePad, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TReduction, Lanes8>(x, y, shape, countIncludePad, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TReduction, Lanes4>(x, y, shape, countIncludePad, part, parts);
        }
        else
        {
            Run<TReduction, Lanes1>(x, y, shape, countIncludePad, part, parts);
        }
    }

    /// <summary>Divides the output pixels among the parts, or the channels when there are few pixels.</summary>
    internal static void Run<TReduction, T>(float* x, float* y, in PoolShape shape, bool countIncludePad, int part, int parts)
        where TReduction : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
    {
        int pixels = shape.Items * shape.OutputHeight * shape.OutputWidth;
        (int pixelBegin, int pixelEnd, int channelBegin, int channelEnd) = (0, pixels, 0, shape.Channels);
        if (pixels >= 4 * parts)
        {
            (pixelBegin, pixelEnd) = Partition.Of(pixels, part, parts);
        }
        else
        {
            (channelBegin, channelEnd) = Partition.Of(shape.Channels, part, parts, 16);
        }

        int within = (shape.KernelWidth - 1) * shape.DilationWidth;
        for (int pixel = pixelBegin; pixel < pixelEnd;)
        {
            int line = pixel / shape.OutputWidth, column = pixel % shape.OutputWidth, row = line % shape.OutputHeight, item = line / shape.OutputHeight;
            int end = Math.Min(shape.OutputWidth, column + pixelEnd - pixel);
            pixel += end - column;
            var rows = new Taps((row * shape.StrideHeight) - shape.PadTop, shape.KernelHeight, shape.DilationHeight, shape.InputHeight, shape.PadBottom);
            float* from = x + ((nint)item * shape.Input.Item) + ((nint)rows.First * shape.Input.Row);
            float* to = y + ((nint)item * shape.Output.Item) + ((nint)row * shape.Output.Row) + ((nint)column * shape.Output.Pixel);
            nint rowStep = (nint)shape.DilationHeight * shape.Input.Row, columnStep = (nint)shape.DilationWidth * shape.Input.Pixel;
            for (; column < end; column++)
            {
                int start = (column * shape.StrideWidth) - shape.PadLeft;
                Taps columns = start >= 0 && start + within < shape.InputWidth
                    ? new Taps(start, shape.KernelWidth)
                    : new Taps(start, shape.KernelWidth, shape.DilationWidth, shape.InputWidth, shape.PadRight);
                float count = countIncludePad ? rows.Padded * columns.Padded : rows.Count * columns.Count;
                float* window = from + ((nint)columns.First * shape.Input.Pixel);
                int channel = Window<TReduction, T>(window, to, rows.Count, rowStep, columns.Count, columnStep, count, channelBegin, channelEnd);
                if (T.Count > 8 && channel <= channelEnd - 8)
                {
                    channel = Window<TReduction, Lanes8>(window, to, rows.Count, rowStep, columns.Count, columnStep, count, channel, channelEnd);
                }

                if (channel < channelEnd)
                {
                    channel = Window<TReduction, Lanes4>(window, to, rows.Count, rowStep, columns.Count, columnStep, count, channel, channelEnd);
                    Window<TReduction, Lanes1>(window, to, rows.Count, rowStep, columns.Count, columnStep, count, channel, channelEnd);
                }

                to += shape.Output.Pixel;
            }
        }
    }

    /// <summary>One window as far as whole registers of channels go; returns the first channel that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Window<TReduction, T>(float* x, float* y, int rows, nint rowStep, int columns, nint columnStep, float count, int channel, int channelEnd)
        where TReduction : struct, IFloatReduction
        where T : struct, IFloatLanes<T>
    {
        for (; channel <= channelEnd - T.Count; channel += T.Count)
        {
            T sum = T.Of(TReduction.Start);
            float* line = x + channel;
            for (int row = 0; row < rows; row++)
            {
                float* at = line;
                for (int column = 0; column < columns; column++)
                {
                    sum = TReduction.Add(sum, T.Load(at));
                    at += columnStep;
                }

                line += rowStep;
            }

            TReduction.Finish(sum, T.Of(count)).Store(y + channel);
        }

        return channel;
    }

    /// <summary>The taps of a window along one axis that meet the input.</summary>
    private readonly struct Taps
    {
        /// <summary>The input position of the first.</summary>
        public readonly int First;

        public readonly int Count;

        /// <summary>How many meet the input or its padding.</summary>
        public readonly int Padded;

        /// <summary>All of a window.</summary>
        public Taps(int start, int kernel) => (First, Count, Padded) = (start, kernel, kernel);

        public Taps(int start, int kernel, int dilation, int length, int padEnd)
        {
            int skipped = start < 0 ? (-start + dilation - 1) / dilation : 0;
            First = start + (skipped * dilation);
            Count = Math.Max(0, Math.Min(kernel, Below(start, length, dilation)) - skipped);
            Padded = Math.Min(kernel, Below(start, length + padEnd, dilation));
        }

        private static int Below(int start, int end, int dilation) => end <= start ? 0 : (end - start + dilation - 1) / dilation;
    }
}
