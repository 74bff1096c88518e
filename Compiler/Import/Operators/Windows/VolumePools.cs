using System;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>
/// Pools over volumes as a pool over each plane and one over the planes: maxima of maxima, and means of means, since the pixels under a window count
/// the same in each of its planes.
/// </summary>
internal static class VolumePools
{
    /// <param name="x">[N, C, spatial…]</param>
    /// <param name="window">One to three spatial axes.</param>
    /// <param name="pool">Adds the pool of a value over images.</param>
    /// <param name="reshape">Adds a reshape.</param>
    public static Value Emit(Value x, Window window, Func<Value, Window, Value> pool, Func<Value, Shape, Value> reshape)
    {
        if (window.SpatialRank < 3)
        {
            return pool(x, window);
        }

        int items = x.Shape[0], channels = x.Shape[1], depth = x.Shape[2];
        Value planes = pool(reshape(x, new Shape(items, checked(channels * depth), x.Shape[3], x.Shape[4])), Of(window, 1, 2));
        int height = planes.Shape[2], width = planes.Shape[3];
        Value stacks = pool(reshape(planes, new Shape(items, channels, depth, checked(height * width))), Of(window, 0, null));
        return reshape(stacks, new Shape(items, channels, stacks.Shape[2], height, width));
    }

    /// <summary>The window over two of its axes; an absent one is a single pixel.</summary>
    private static Window Of(Window window, int first, int? second)
    {
        return window with
        {
            Kernel = Pair(window.Kernel, 1),
            Strides = Pair(window.Strides, 1),
            Dilations = Pair(window.Dilations, 1),
            PadsBegin = Pair(window.PadsBegin, 0),
            PadsEnd = Pair(window.PadsEnd, 0),
        };

        int[] Pair(int[] values, int absent) => [values[first], second is { } axis ? values[axis] : absent];
    }
}
