using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Float depthwise convolutions, on the geometry of <see cref="DepthwiseShape"/> with every offset and stride in floats and weights
/// <c>[ceil(Channels/16)][TapCount][16 channels]</c>. Each output is one chain of fused multiply-adds over the taps that starts at 0; the bias is added last.
/// </summary>
public static unsafe class FloatDepthwise
{
    private const int Panel = 16;

    /// <param name="bias">Null, or one per channel.</param>
    public static void Run(float* x, float* weights, float* bias, float* y, in DepthwiseShape shape, float low, float high, int part, int parts)
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

    internal static void Run<T>(float* x, float* weights, float* bias, float* y, in DepthwiseShape shape, float low, float high, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        int run = Run(shape);
        (int begin, int end) = Partition.Of(shape.Items * shape.Height, part, parts);
        for (int line = begin; line < end; line++)
        {
            int item = line / shape.Height, row = line % shape.Height;
            float* from = x + ((nint)item * shape.Input.Item) + ((nint)row * shape.Input.Row);
            float* to = y + ((nint)item * shape.Output.Item) + ((nint)row * shape.Output.Row);

            int channel = Row<T>(from, weights, bias, to, shape, run, low, high, 0);

            // What the wide registers leave goes to narrower ones, and four of the last channels once more where they share a panel: nothing is read or written beside the pixels.
            if (T.Count > 8)
            {
                channel = Row<Lanes8>(from, weights, bias, to, shape, run, low, high, channel);
            }

            channel = Row<Lanes4>(from, weights, bias, to, shape, run, low, high, channel);
            if (channel < shape.Channels && channel % Panel > 0)
            {
                channel = Row<Lanes4>(from, weights, bias, to, shape, run, low, high, shape.Channels - 4);
            }

            Row<Lanes1>(from, weights, bias, to, shape, run, low, high, channel);
        }
    }

    /// <summary>How many taps follow one another at the distance of neighbouring output pixels, throughout the window.</summary>
    private static int Run(in DepthwiseShape shape)
    {
        int run = 1;
        while (run < shape.TapCount && shape.Taps[run] - shape.Taps[run - 1] == shape.Input.Pixel)
        {
            run++;
        }

        for (int tap = run; tap < shape.TapCount; tap++)
        {
            if (tap % run > 0 && shape.Taps[tap] - shape.Taps[tap - 1] != shape.Input.Pixel)
            {
                return 1;
            }
        }

        return shape.TapCount % run > 0 ? 1 : run;
    }

    /// <summary>One output row from the given channel as far as whole registers go; returns the first channel that is left.</summary>
    /// <remarks>Three taps of a run see six pixels of input for four of output: each is loaded once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Row<T>(float* x, float* weights, float* bias, float* y, in DepthwiseShape shape, int run, float lowest, float highest, int channel)
        where T : struct, IFloatLanes<T>
    {
        T low = T.Of(lowest), high = T.Of(highest);
        int* taps = shape.Taps;
        int count = shape.TapCount;
        nint xStep = shape.Input.Pixel, yStep = shape.Output.Pixel;
        for (; channel <= shape.Channels - T.Count; channel += T.Count)
        {
            float* filter = weights + ((nint)(channel / Panel) * count * Panel) + (channel % Panel);
            T last = bias == null ? T.Of(0) : T.Load(bias + channel);
            for (int pixel = 0; pixel < shape.Width;)
            {
                if (shape.Width < 4)
                {
                    T sum = T.Of(0);
                    for (nint tap = 0; tap < count; tap++)
                    {
                        sum = T.LoadMultiplyAdd(x + channel + (pixel * xStep) + taps[tap], T.Load(filter + (tap * Panel)), sum);
                    }

                    T.Clamp(bias == null ? sum : sum + last, low, high).Store(y + channel + (pixel * yStep));
                    pixel++;
                    continue;
                }

                // The last four overlap those before.
                pixel = Math.Min(pixel, shape.Width - 4);
                float* from = x + channel + (pixel * xStep), to = y + channel + (pixel * yStep), w = filter;
                T a = T.Of(0), b = a, c = a, d = a;
                int left = run;
                for (nint tap = 0; tap < count;)
                {
                    float* at = from + taps[tap];
                    if (left < 3)
                    {
                        T weight = T.Load(w);
                        a = T.LoadMultiplyAdd(at, weight, a);
                        b = T.LoadMultiplyAdd(at + xStep, weight, b);
                        c = T.LoadMultiplyAdd(at + (2 * xStep), weight, c);
                        d = T.LoadMultiplyAdd(at + (3 * xStep), weight, d);
                        w += Panel;
                        tap++;
                        left = left == 1 ? run : 1;
                        continue;
                    }

                    T u = T.Load(w), v = T.Load(w + Panel), t = T.Load(w + (2 * Panel));
                    T two = T.Load(at + (2 * xStep)), three = T.Load(at + (3 * xStep));
                    a = T.LoadMultiplyAdd(at, u, a);
                    at += xStep;
                    T one = T.Load(at);
                    b = T.FusedMultiplyAdd(one, u, b);
                    c = T.FusedMultiplyAdd(two, u, c);
                    d = T.FusedMultiplyAdd(three, u, d);
                    a = T.FusedMultiplyAdd(one, v, a);
                    b = T.FusedMultiplyAdd(two, v, b);
                    c = T.FusedMultiplyAdd(three, v, c);
                    T four = T.Load(at + (3 * xStep));
                    d = T.FusedMultiplyAdd(four, v, d);
                    a = T.FusedMultiplyAdd(two, t, a);
                    b = T.FusedMultiplyAdd(three, t, b);
                    c = T.FusedMultiplyAdd(four, t, c);
                    at += 2 * xStep;
                    d = T.LoadMultiplyAdd(at + (2 * xStep), t, d);
                    w += 3 * Panel;
                    tap += 3;
                    left = left == 3 ? run : left - 3;
                }

                if (bias != null)
                {
                    a += last;
                    b += last;
                    c += last;
                    d += last;
                }

                T.Clamp(a, low, high).Store(to);
                T.Clamp(b, low, high).Store(to + yStep);
                T.Clamp(c, low, high).Store(to + (2 * yStep));
                T.Clamp(d, low, high).Store(to + (3 * yStep));
                pixel += 4;
            }
        }

        return channel;
    }
}
