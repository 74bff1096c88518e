using System;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Maxima and means over windows and images.</summary>
internal static class Pooling
{
    /// <summary>Finds the largest element of each window and copies it. NaN is larger than everything; a window that sees no pixel gives the least value.</summary>
    public static TensorData Max(MaxPool op, Operand x, TensorType y)
    {
        var writer = new TensorWriter(y);
        var copy = new ElementCopy(x, y, writer);
        EachWindow(op.Window, x.Shape, y.Shape, op.ChannelsLast, (taps, position, output) =>
        {
            int largest = Largest(x, taps, position);
            if (largest >= 0)
            {
                copy.Copy(largest, output);
            }
            else
            {
                writer.Real(output, double.NegativeInfinity);
            }
        });
        return writer.Data;
    }

    /// <summary>The positions that <see cref="Max"/> copies, counted in the order that the operator asks for.</summary>
    public static TensorData Indices(MaxPoolIndices op, Operand x, TensorType y)
    {
        var writer = new TensorWriter(y);
        int pixels = (int)x.Shape.Product(2, x.Shape.Rank);
        EachWindow(op.Window, x.Shape, y.Shape, channelsLast: false, (taps, position, output) =>
        {
            int largest = Largest(x, taps, position);
            int index = largest % Math.Max(pixels, 1);
            if (op.FirstAxisFastest && largest >= 0)
            {
                int rest = index, weight = pixels;
                index = 0;
                for (int axis = x.Shape.Rank - 1; axis >= 2; axis--)
                {
                    weight /= x.Shape[axis];
                    index += rest % x.Shape[axis] * weight;
                    rest /= x.Shape[axis];
                }
            }

            writer.Integer(output, largest < 0 ? -1 : (largest / pixels * pixels) + index);
        });
        return writer.Data;
    }

    private static int Largest(Operand x, WindowTaps taps, Func<int, int> position)
    {
        int largest = -1;
        for (int t = 0; t < taps.Count; t++)
        {
            int candidate = position(taps.Pixel[t]);
            if (largest < 0 || x.Data.FloatAt(candidate) > x.Data.FloatAt(largest) || double.IsNaN(x.Data.FloatAt(candidate)))
            {
                largest = candidate;
            }
        }

        return largest;
    }

    /// <summary>Sums in window order, starting from 0, rounding each time.</summary>
    public static TensorData Average(AveragePool op, Operand x, TensorType y)
    {
        bool codes = Is8Bit(x, y);
        if (codes && QuantizedAveragePool.IsGlobal(op.Window, x.Shape, op.ChannelsLast))
        {
            return GlobalAverageOfCodes(x, y, op.ChannelsLast);
        }

        Precision precision = Precision.Of(y, x);
        int moved = SignedCodes.Moved(op.Signed, y.Element);
        double[] reals = TensorReader.Reals(x);
        var writer = new TensorWriter(y);
        EachWindow(op.Window, x.Shape, y.Shape, op.ChannelsLast, (taps, position, output) =>
        {
            double sum = 0;
            for (int t = 0; t < taps.Count; t++)
            {
                sum = precision.Round(sum + reals[position(taps.Pixel[t])]);
            }

            double mean = precision.Round(sum / (op.CountIncludePad ? taps.PaddedCount : taps.Count));
            if (codes)
            {
                (float scale, int zeroPoint) = writer.Quantization(output);
                writer.Integer(output, moved + QuantizedAveragePool.Code((float)mean, scale, zeroPoint - moved, writer.Low - moved, writer.High - moved));
            }
            else
            {
                writer.Real(output, mean);
            }
        });
        return writer.Data;
    }

    /// <summary>Sums in row-major order, starting from 0, rounding each time.</summary>
    public static TensorData GlobalAverage(GlobalAveragePool op, Operand x, TensorType y)
    {
        if (Is8Bit(x, y))
        {
            return GlobalAverageOfCodes(x, y, op.ChannelsLast);
        }

        var image = new Image(x.Shape, op.ChannelsLast);
        Precision precision = Precision.Of(y, x);
        double[] reals = TensorReader.Reals(x);
        var writer = new TensorWriter(y);
        for (int i = 0; i < y.Shape.Length; i++)
        {
            double sum = 0;
            for (int pixel = 0; pixel < image.Pixels; pixel++)
            {
                sum = precision.Round(sum + reals[image.Position(i / image.Channels, i % image.Channels, pixel)]);
            }

            writer.Real(i, precision.Round(sum / precision.Round(image.Pixels)));
        }

        return writer.Data;
    }

    private static bool Is8Bit(Operand x, TensorType y) =>
        x.Quantization is { IsPerTensor: true } && x.Element.Size() == 1 && y.Quantization is { IsPerTensor: true } && y.Element.Size() == 1;

    private static TensorData GlobalAverageOfCodes(Operand x, TensorType y, bool channelsLast)
    {
        var image = new Image(x.Shape, channelsLast);
        int[] centred = TensorReader.Centred(x);
        float multiplier = Requantization.AverageMultiplier(x.Quantization!.Scale, y.Quantization!.Scale, image.Pixels);
        var writer = new TensorWriter(y);
        for (int item = 0; item < image.Items; item++)
        {
            for (int channel = 0; channel < image.Channels; channel++)
            {
                int sum = 0;
                for (int pixel = 0; pixel < image.Pixels; pixel++)
                {
                    sum = unchecked(sum + centred[image.Position(item, channel, pixel)]);
                }

                writer.Integer(
                    (item * image.Channels) + channel,
                    Requantization.Code(sum, multiplier, y.Quantization.ZeroPoint, writer.Low, writer.High));
            }
        }

        return writer.Data;
    }

    /// <summary>For each output element: the window, from an input pixel to the element's own channel in it, and the element's position.</summary>
    private static void EachWindow(
        Window window, Shape x, Shape y, bool channelsLast, Action<WindowTaps, Func<int, int>, int> visit)
    {
        var input = new Image(x, channelsLast);
        var output = new Image(y, channelsLast);
        var taps = new WindowTaps(window, x, y, channelsLast);
        for (int pixel = 0; pixel < output.Pixels; pixel++)
        {
            taps.MoveTo(pixel);
            for (int item = 0; item < output.Items; item++)
            {
                for (int channel = 0; channel < output.Channels; channel++)
                {
                    (int i, int c) = (item, channel);
                    visit(taps, p => input.Position(i, c, p), output.Position(item, channel, pixel));
                }
            }
        }
    }
}
