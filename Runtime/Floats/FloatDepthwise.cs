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
        (int begin, int end) = Partition.Of(shape.Items * shape.Height, part, parts);
        for (int line = begin; line < end; line++)
        {
            int item = line / shape.Height, row = line % shape.Height;
            float* from = x + ((nint)item * shape.Input.Item) + ((nint)row * shape.Input.Row);
            float* to = y + ((nint)item * shape.Output.Item) + ((nint)row * shape.Output.Row);

            // What the wide registers leave goes to the narrower ones: nothing is read or written beside the pixels.
            int channel = Row<T>(from, weights, bias, to, shape, low, high, 0);
            channel = Row<Lanes4>(from, weights, bias, to, shape, low, high, channel);
            Row<Lanes1>(from, weights, bias, to, shape, low, high, channel);
        }
    }

    /// <summary>One output row from the given channel as far as whole registers go; returns the first channel that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Row<T>(float* x, float* weights, float* bias, float* y, in DepthwiseShape shape, float lowest, float highest, int channel)
        where T : struct, IFloatLanes<T>
    {
        T low = T.Of(lowest), high = T.Of(highest);
        int* taps = shape.Taps;
        int count = shape.TapCount;
        nint xStep = shape.Input.Pixel, yStep = shape.Output.Pixel;
        for (; channel <= shape.Channels - T.Count; channel += T.Count)
        {
            float* w = weights + ((nint)(channel / Panel) * count * Panel) + (channel % Panel);
            float* from = x + channel;
            float* to = y + channel;
            T zero = T.Of(0), last = bias == null ? zero : T.Load(bias + channel);
            bool biased = bias != null;
            int pixel = 0;
            for (; pixel <= shape.Width - 4; pixel += 4)
            {
                T a = zero, b = zero, c = zero, d = zero;
                for (nint tap = 0; tap < count; tap++)
                {
                    T weight = T.Load(w + (tap * Panel));
                    float* at = from + taps[tap];
                    a = T.LoadMultiplyAdd(at, weight, a);
                    b = T.LoadMultiplyAdd(at + xStep, weight, b);
                    c = T.LoadMultiplyAdd(at + (2 * xStep), weight, c);
                    d = T.LoadMultiplyAdd(at + (3 * xStep), weight, d);
                }

                if (biased)
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
                from += 4 * xStep;
                to += 4 * yStep;
            }

            for (; pixel < shape.Width; pixel++)
            {
                T a = zero;
                for (nint tap = 0; tap < count; tap++)
                {
                    a = T.LoadMultiplyAdd(from + taps[tap], T.Load(w + (tap * Panel)), a);
                }

                T.Clamp(biased ? a + last : a, low, high).Store(to);
                from += xStep;
                to += yStep;
            }
        }

        return channel;
    }
}
