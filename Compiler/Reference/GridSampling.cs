using System;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>
/// GridSample in float, each operation rounded: per axis the pixels around the point and their weights, then weighted sums along the last axis, of these
/// along the one before, and so on.
/// </summary>
internal static class GridSampling
{
    public static TensorData Evaluate(GridSample op, Operand x, Operand grid, TensorType y)
    {
        int rank = x.Shape.Rank - 2, channels = x.Shape[1];
        int pixels = (int)x.Shape.Product(2, x.Shape.Rank), points = (int)y.Shape.Product(2, y.Shape.Rank);
        float[] image = Array.ConvertAll(TensorReader.Reals(x), v => (float)v), coordinates = Array.ConvertAll(TensorReader.Reals(grid), v => (float)v);
        int[] extents = x.Shape.Dimensions.Skip(2).ToArray();
        var writer = new TensorWriter(y);
        var taps = new (int Index, float Weight)[rank][];
        for (int at = 0; at < x.Shape[0] * points; at++)
        {
            for (int axis = 0; axis < rank; axis++)
            {
                taps[axis] = Taps(op, coordinates[(at * rank) + rank - 1 - axis], extents[axis]);
            }

            int item = at / points, point = at % points;
            for (int channel = 0; channel < channels; channel++)
            {
                int plane = (item * channels) + channel;
                writer.Real((plane * points) + point, Sum(image, plane * pixels, taps, extents, axis: 0, pixel: 0));
            }
        }

        return writer.Data;
    }

    private static float Sum(float[] image, int plane, (int Index, float Weight)[][] taps, int[] extents, int axis, int pixel)
    {
        if (axis == taps.Length)
        {
            return image[plane + pixel];
        }

        float sum = 0;
        foreach ((int index, float weight) in taps[axis])
        {
            float value = index < 0 ? 0 : Sum(image, plane, taps, extents, axis + 1, (pixel * extents[axis]) + index);
            float product = weight * value;
            sum += product;
        }

        return sum;
    }

    /// <summary>The pixels around a coordinate along one axis; -1 for one that is zero.</summary>
    private static (int Index, float Weight)[] Taps(GridSample op, float coordinate, int extent)
    {
        float x = op.AlignCorners ? (coordinate + 1) / 2 * (extent - 1) : (((coordinate + 1) * extent) - 1) / 2;
        float low = op.AlignCorners ? 0 : -0.5f, high = op.AlignCorners ? extent - 1 : extent - 0.5f;
        if (op.Padding == SamplePadding.Border)
        {
            x = x < low ? 0 : x > high ? extent - 1 : x;
        }
        else if (op.Padding == SamplePadding.Reflection)
        {
            x = Reflected(x, low, high);
        }

        // NaN, and what is too far away to count in integers, lies outside.
        x = x > -1e6f && x < extent + 1e6f ? x : -1e6f;
        float floor = (float)Math.Floor(x), t = x - floor;
        return op.Mode switch
        {
            SampleMode.Nearest => [(Pixel((int)Math.Round(x, MidpointRounding.ToEven)), 1)],
            SampleMode.Linear => [(Pixel((int)floor), 1 - t), (Pixel((int)floor + 1), t)],
            _ => [(Pixel((int)floor - 1), Far(t + 1)), (Pixel((int)floor), Near(t)), (Pixel((int)floor + 1), Near(1 - t)), (Pixel((int)floor + 2), Far(2 - t))],
        };

        int Pixel(int index) => index >= 0 && index < extent ? index
            : op.Padding == SamplePadding.Zeros ? -1
            : op.Padding == SamplePadding.Border ? Math.Max(0, Math.Min(index, extent - 1))
            : Math.Max(0, Math.Min((int)Reflected(index, low, high), extent - 1));
    }

    /// <summary>The coordinate between two mirrors.</summary>
    private static float Reflected(float x, float low, float high)
    {
        float range = high - low;
        if (!(range > 0))
        {
            return low;
        }

        float distance = x < low ? low - x : x > high ? x - high : 0;
        if (!(distance > 0))
        {
            return x;
        }

        float turns = (float)Math.Floor(distance / range), rest = distance - (turns * range);
        bool even = (turns % 2) == 0;
        return x < low == even ? low + rest : high - rest;
    }

    private static float Near(float x) => (((1.25f * x) - 2.25f) * x * x) + 1;

    private static float Far(float x) => (((((-0.75f * x) + 3.75f) * x) - 6f) * x) + 3f;
}
