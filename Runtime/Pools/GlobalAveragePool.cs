using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The mean of each channel over a whole image. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class GlobalAveragePool
{
    /// <summary>
    /// <c>y = round_half_even(clamp(float(Σx − n·xZeroPoint)·multiplier, low − yZeroPoint, high − yZeroPoint)) + yZeroPoint</c> over the n pixels of
    /// each item. Channels are divided among the parts.
    /// </summary>
    /// <param name="shape">Its output is one pixel per item; its kernel, strides and pads are not read.</param>
    /// <param name="multiplier">x's scale / (y's scale · n).</param>
    public static void Run(byte* x, byte* y, in PoolShape shape, int xZeroPoint, float multiplier, int yZeroPoint, int low, int high, int part, int parts) =>
        Run(InstructionSets.Vectors, x, y, shape, xZeroPoint, multiplier, yZeroPoint, low, high, part, parts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        InstructionSet set, byte* x, byte* y, in PoolShape shape, int xZeroPoint, float multiplier, int yZeroPoint, int low, int high, int part, int parts)
    {
        Mean mean = new() { Shape = shape, XZeroPoint = xZeroPoint, Multiplier = multiplier, YZeroPoint = yZeroPoint, Low = low, High = high };

        // Shares begin at multiples of a register's channels.
        (int first, int end) = Share.Of((shape.Channels + 15) / 16, part, parts);
        int channel = 16 * first;
        end = Math.Min(16 * end, shape.Channels);
        for (int item = 0; item < shape.Items; item++)
        {
            ChannelDriver.Run(set, ref mean, x + (nint)item * shape.Input.Item, y + (nint)item * shape.Output.Item, channel, end);
        }
    }

    struct Mean : IChannels
    {
        public PoolShape Shape;
        public int XZeroPoint;
        public float Multiplier;
        public int YZeroPoint;
        public int Low;
        public int High;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly int Reduce<L, I, F>(byte* x, byte* y, int channel, int end)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F multiplier = L.Create(Multiplier);
            I offset = L.Create(-Shape.InputHeight * Shape.InputWidth * XZeroPoint);
            CodeRounding<L, I, F> codes = new(Low - YZeroPoint, High - YZeroPoint, YZeroPoint);
            (int height, int width) = (Shape.InputHeight, Shape.InputWidth);
            (nint rowStep, nint pixelStep) = (Shape.Input.Row, Shape.Input.Pixel);
            for (; channel + L.Count <= end; channel += L.Count)
            {
                I sum = offset;
                byte* row = x + channel;
                for (int i = 0; i < height; i++, row += rowStep)
                {
                    byte* from = row;
                    for (int j = 0; j < width; j++, from += pixelStep)
                    {
                        sum = L.Add(sum, L.LoadCodes(from));
                    }
                }

                L.StoreCodes(y + channel, codes.Of(L.Multiply(L.ToFloat(sum), multiplier)));
            }

            return channel;
        }
    }
}
