using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>Adds the operators of a resize whose axes are known.</summary>
internal static class ResizeEmitter
{
    /// <param name="node">Its attribute mode chooses between nearest neighbour, linear and cubic.</param>
    /// <param name="x">The value to resize.</param>
    /// <param name="axes">The axes to resize.</param>
    /// <param name="coordinate">Where the pixel of an output index lies.</param>
    /// <param name="nearest">The rounding of coordinates to the nearest neighbour.</param>
    /// <param name="weights">The weights, but for the mode.</param>
    /// <param name="outside">What outputs beyond the input's edges become; null when they repeat the edge.</param>
    public static Value Emit(
        NodeContext node,
        Value x,
        List<ResizedAxis> axes,
        ResizeCoordinate coordinate,
        Func<ResizedAxis, float, double> nearest,
        InterpolationWeights weights,
        float? outside)
    {
        string mode = node.Attributes.Text("mode", "nearest");
        int[] begin = new int[x.Shape.Rank], end = new int[x.Shape.Rank];
        var inside = new Dictionary<ResizedAxis, float[]>();
        foreach (ResizedAxis axis in axes.Where(a => !a.IsIdentity))
        {
            float[] coordinates = Enumerable.Range(0, axis.Output).Select(i => coordinate(axis, i)).ToArray();
            inside[axis] = outside is null ? coordinates : coordinates.Where(IsInside).ToArray();
            if (outside is not null)
            {
                begin[axis.Axis] = coordinates.TakeWhile(c => !IsInside(c)).Count();
                end[axis.Axis] = axis.Output - begin[axis.Axis] - inside[axis].Length;
            }

            bool IsInside(float c) => c >= 0 && c <= axis.Input - 1;
        }

        x = mode switch
        {
            "nearest" => Pick(node, x, inside, nearest),
            "linear" or "cubic" or "bilinear" or "trilinear" => Interpolate(node, x, inside, weights with { Cubic = mode == "cubic" }),
            _ => throw node.Invalid($"the mode is {Printable.Quote(mode)}."),
        };

        // Coordinates only rise or only fall, so that those inside are a run.
        return outside is not { } value || (begin.All(p => p == 0) && end.All(p => p == 0)) ? x
            : node.Emit(new Pad(begin, end, PadMode.Constant, value), node.Plain(0).Type.Element, null, node.View(x, null));
    }

    private static Value Pick(NodeContext node, Value x, Dictionary<ResizedAxis, float[]> axes, Func<ResizedAxis, float, double> nearest)
    {
        var picks = new int[]?[x.Shape.Rank];
        foreach (KeyValuePair<ResizedAxis, float[]> axis in axes)
        {
            int[] picked = NearestPixel.Indices(axis.Key, axis.Value, nearest);
            picks[axis.Key.Axis] = picked.SequenceEqual(Enumerable.Range(0, axis.Key.Input)) ? null : picked;
        }

        return GatherImport.Pick(node, x, picks);
    }

    /// <summary>Axis by axis, what shrinks first, so that little is computed in between; the last axes first among those that grow.</summary>
    private static Value Interpolate(NodeContext node, Value x, Dictionary<ResizedAxis, float[]> axes, InterpolationWeights weights)
    {
        ElementType element = x.Type.Element;
        bool narrow = element is not (ElementType.Float32 or ElementType.Float64);
        x = narrow ? node.Emit(new Cast(), ElementType.Float32, null, node.View(x, null)) : x;
        foreach (KeyValuePair<ResizedAxis, float[]> axis in axes.OrderBy(a => (double)a.Key.Output / a.Key.Input).ThenByDescending(a => a.Key.Axis))
        {
            x = node.Emit(weights.Along(axis.Key, axis.Value), x);
        }

        return narrow ? node.Emit(new Cast(), element, null, x) : x;
    }
}
