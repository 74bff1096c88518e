using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Samples images and volumes at the points of a grid.</summary>
public static unsafe class FloatGridSample
{
    /// <summary>
    /// <c>y[n][c][p]</c> is x[n][c] at grid[n][p], whose coordinates run from the last axis to the first: weighted sums along the last axis, of these along the
    /// one before, and so on, each from 0.
    /// </summary>
    public static void Run(float* x, float* grid, float* y, in SampleShape shape, int part, int parts)
    {
        (int begin, int end) = Partition.Of(shape.Items * shape.Points, part, parts);
        nint pixels = (nint)shape.Depth * shape.Height * shape.Width;
        for (int at = begin; at < end; at++)
        {
            float* point = grid + ((nint)at * shape.Rank);
            AxisTaps columns = AxisTaps.At(shape, point[0], shape.Width), rows = AxisTaps.At(shape, point[1], shape.Height);
            AxisTaps planes = shape.Rank == 3 ? AxisTaps.At(shape, point[2], shape.Depth) : AxisTaps.One;
            int item = at / shape.Points;
            float* from = x + ((nint)item * shape.Channels * pixels);
            float* to = y + ((nint)item * shape.Channels * shape.Points) + (at % shape.Points);
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                *to = shape.Rank == 3 ? Volume(from, shape, planes, rows, columns) : Image(from, shape.Width, rows, columns);
                from += pixels;
                to += shape.Points;
            }
        }
    }

    private static float Volume(float* x, in SampleShape shape, in AxisTaps planes, in AxisTaps rows, in AxisTaps columns)
    {
        float sum = 0;
        for (int i = 0; i < planes.Count; i++)
        {
            float value = planes.Index[i] < 0 ? 0 : Image(x + ((nint)planes.Index[i] * shape.Height * shape.Width), shape.Width, rows, columns);
            sum += planes.Weight[i] * value;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Image(float* x, int width, in AxisTaps rows, in AxisTaps columns)
    {
        float sum = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            float row = 0;
            if (rows.Index[i] >= 0)
            {
                float* from = x + ((nint)rows.Index[i] * width);
                for (int j = 0; j < columns.Count; j++)
                {
                    row += columns.Weight[j] * (columns.Index[j] < 0 ? 0 : from[columns.Index[j]]);
                }
            }

            sum += rows.Weight[i] * row;
        }

        return sum;
    }
}
