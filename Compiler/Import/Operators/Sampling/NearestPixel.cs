using System;
using System.Linq;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>How nearest-neighbour resizing finds the input pixel at a coordinate.</summary>
internal static class NearestPixel
{
    /// <summary>The rounding that a mode names; null when there is none. Before operator set 11 it depended on the direction.</summary>
    public static Func<ResizedAxis, float, double>? Find(string mode) => mode switch
    {
        "round_prefer_floor" => (_, x) => Math.Ceiling(x - 0.5),
        "round_prefer_ceil" => (_, x) => Math.Floor(x + 0.5),
        "floor" => (_, x) => Math.Floor(x),
        "ceil" => (_, x) => Math.Ceiling(x),
        _ => null,
    };

    /// <summary>Up when shrinking and down when growing.</summary>
    public static double Legacy(ResizedAxis axis, float x) => axis.Scale < 1 ? Math.Ceiling(x) : Math.Floor(x);

    /// <summary>The input index of each coordinate.</summary>
    public static int[] Indices(ResizedAxis axis, float[] coordinates, Func<ResizedAxis, float, double> round) =>
        coordinates.Select(x => (int)Math.Max(0, Math.Min(round(axis, x), axis.Input - 1))).ToArray();
}
