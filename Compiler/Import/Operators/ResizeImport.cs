using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Resize and Upsample to the nearest neighbour: all sizes are known, so the elements to pick are too.</summary>
internal static class ResizeImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Resize", Resize, "mode nearest") { Since = 10 },
        new("Upsample", Upsample, "mode nearest") { Since = 7, Until = 9 },
    ];

    private static Value Upsample(NodeContext node)
    {
        RefuseInterpolation(node);
        IEnumerable<float>? scales = node.Opset < 9 ? node.Attributes.Floats("scales") : node.Constant(1, "scales")?.ToFloats().AsEnumerable();
        Value x = node.Required(0);
        return Pick(node, x, Scaled(node, x.Shape, scales?.ToArray(), AllAxes(x)), NearestPixel.Legacy);
    }

    private static Value Resize(NodeContext node)
    {
        RefuseInterpolation(node);
        Value x = node.Required(0);
        if (node.Opset < 11)
        {
            return Pick(node, x, Scaled(node, x.Shape, node.Constant(1, "scales")?.ToFloats(), AllAxes(x)), NearestPixel.Legacy);
        }

        // They matter to interpolation only.
        node.Attributes.Ignore("cubic_coeff_a", "exclude_outside", "antialias", "extrapolation_value");
        string coordinates = node.Attributes.Text("coordinate_transformation_mode", "half_pixel");
        if (coordinates == "tf_crop_and_resize")
        {
            throw node.Unsupported("coordinate_transformation_mode tf_crop_and_resize is not supported.");
        }

        NearestPixel pixel = NearestPixel.Find(coordinates, node.Attributes.Text("nearest_mode", "round_prefer_floor"))
            ?? throw node.Invalid("its coordinate_transformation_mode or nearest_mode does not exist.");
        int[] axes = node.Attributes.Longs("axes")?.Select(axis => node.Axis(axis, x.Shape.Rank)).ToArray() ?? AllAxes(x);
        TensorData? sizes = node.Constant(3, "sizes");
        string policy = node.Attributes.Text("keep_aspect_ratio_policy", "stretch");
        List<ResizedAxis> resized = sizes is { Length: > 0 }
            ? Sized(node, x.Shape, sizes.ToInts(), axes, policy)
            : Scaled(node, x.Shape, node.Constant(2, "scales")?.ToFloats(), axes);
        return Pick(node, x, resized, pixel);
    }

    private static void RefuseInterpolation(NodeContext node)
    {
        string mode = node.Attributes.Text("mode", "nearest");
        if (mode != "nearest")
        {
            throw node.Unsupported($"the mode {Printable.Quote(mode)} is not supported yet, only nearest. Export the model with nearest-neighbour resizing.");
        }
    }

    private static List<ResizedAxis> Scaled(NodeContext node, Shape shape, float[]? scales, int[] axes)
    {
        if (scales is null || scales.Length != axes.Length || scales.Any(s => !(s > 0) || float.IsInfinity(s)))
        {
            throw node.Invalid(scales is null ? "its scales are missing." : $"the scales [{string.Join(",", scales)}] do not fit {shape}.");
        }

        return axes.Select((axis, i) => new ResizedAxis(axis, shape[axis], checked((int)Math.Floor((float)(shape[axis] * scales[i]))), scales[i])).ToList();
    }

    private static List<ResizedAxis> Sized(NodeContext node, Shape shape, int[] sizes, int[] axes, string policy)
    {
        if (sizes.Length != axes.Length || sizes.Any(s => s < 1) || axes.Any(axis => shape[axis] < 1))
        {
            throw node.Invalid($"the sizes [{string.Join(",", sizes)}] do not fit {shape}.");
        }

        float[] ratios = axes.Select((axis, i) => sizes[i] / (float)shape[axis]).ToArray();
        switch (policy)
        {
            case "stretch":
                return axes.Select((axis, i) => new ResizedAxis(axis, shape[axis], sizes[i], ratios[i])).ToList();
            case "not_larger":
            case "not_smaller":
                float scale = policy == "not_larger" ? ratios.Min() : ratios.Max();
                return axes.Select(axis => new ResizedAxis(axis, shape[axis], (int)Math.Floor((scale * shape[axis]) + 0.5f), scale)).ToList();
            default:
                throw node.Invalid($"keep_aspect_ratio_policy is {Printable.Quote(policy)}.");
        }
    }

    private static Value Pick(NodeContext node, Value x, List<ResizedAxis> axes, NearestPixel pixel)
    {
        var picks = new int[]?[x.Shape.Rank];
        foreach (ResizedAxis axis in axes)
        {
            int[] picked = pixel.Indices(axis);
            picks[axis.Axis] = picked.SequenceEqual(Enumerable.Range(0, axis.Input)) ? null : picked;
        }

        return GatherImport.Pick(node, x, picks);
    }

    private static int[] AllAxes(Value x) => Enumerable.Range(0, x.Shape.Rank).ToArray();
}
