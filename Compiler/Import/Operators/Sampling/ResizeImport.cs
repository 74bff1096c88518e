using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>
/// Resize and Upsample. All sizes are known: to the nearest neighbour, the elements to pick are too; linear and cubic, the weights along each axis.
/// </summary>
internal static class ResizeImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Resize", Resize) { Since = 10 },
        new("Upsample", Upsample) { Since = 7, Until = 9 },
    ];

    private static Value Upsample(NodeContext node)
    {
        IEnumerable<float>? scales = node.Opset < 9 ? node.Attributes.Floats("scales") : node.Constant(1, "scales")?.ToFloats().AsEnumerable();
        Value x = node.Required(0);
        return Legacy(node, x, Scaled(node, x.Shape, scales?.ToArray(), AllAxes(x), null));
    }

    private static Value Resize(NodeContext node)
    {
        Value x = node.Required(0);
        if (node.Opset < 11)
        {
            return Legacy(node, x, Scaled(node, x.Shape, node.Constant(1, "scales")?.ToFloats(), AllAxes(x), null));
        }

        string mode = node.Attributes.Text("coordinate_transformation_mode", "half_pixel");
        ResizeCoordinate coordinate = ResizeCoordinates.Find(mode) ?? throw node.Invalid("its coordinate_transformation_mode does not exist.");
        int[] axes = node.Attributes.Longs("axes")?.Select(axis => node.Axis(axis, x.Shape.Rank)).ToArray() ?? AllAxes(x);
        float[]? crop = mode == ResizeCoordinates.Crop ? Crop(node, axes.Length) : null;
        TensorData? sizes = node.Constant(3, "sizes");
        string policy = node.Attributes.Text("keep_aspect_ratio_policy", "stretch");
        List<ResizedAxis> resized = sizes is { Length: > 0 }
            ? Sized(node, x.Shape, sizes.ToInts(), axes, policy, crop)
            : Scaled(node, x.Shape, node.Constant(2, "scales")?.ToFloats(), axes, crop);
        Func<ResizedAxis, float, double> nearest = NearestPixel.Find(node.Attributes.Text("nearest_mode", "round_prefer_floor"))
            ?? throw node.Invalid("its nearest_mode does not exist.");
        var weights = new InterpolationWeights(
            Cubic: false, node.Attributes.Float("cubic_coeff_a", -0.75f), node.Attributes.Flag("antialias"), node.Attributes.Flag("exclude_outside"));
        float extrapolation = node.Attributes.Float("extrapolation_value", 0);
        return ResizeEmitter.Emit(node, x, resized, coordinate, nearest, weights, crop is null ? null : extrapolation);
    }

    private static Value Legacy(NodeContext node, Value x, List<ResizedAxis> axes) => ResizeEmitter.Emit(
        node, x, axes, ResizeCoordinates.Asymmetric, NearestPixel.Legacy, new InterpolationWeights(Cubic: false, -0.75f, Antialias: false, ExcludeOutside: false), null);

    /// <summary>The region of interest in fractions of the input: all starts, then all ends.</summary>
    private static float[] Crop(NodeContext node, int axes)
    {
        float[] crop = node.Constant(1, "region of interest")?.ToFloats() ?? [];
        return crop.Length == 2 * axes ? crop : throw node.Invalid($"its region of interest has {crop.Length} entries for {axes} axes.");
    }

    private static List<ResizedAxis> Scaled(NodeContext node, Shape shape, float[]? scales, int[] axes, float[]? crop)
    {
        if (scales is null || scales.Length != axes.Length || scales.Any(s => !(s > 0) || float.IsInfinity(s)))
        {
            throw node.Invalid(scales is null ? "its scales are missing." : $"the scales [{string.Join(",", scales)}] do not fit {shape}.");
        }

        return axes.Select((axis, i) =>
        {
            float part = crop is null ? 1 : crop[axes.Length + i] - crop[i];
            int size = checked((int)Math.Floor((float)(part * shape[axis] * scales[i])));
            return Axis(axis, shape[axis], size, scales[i], crop, i);
        }).ToList();
    }

    private static List<ResizedAxis> Sized(NodeContext node, Shape shape, int[] sizes, int[] axes, string policy, float[]? crop)
    {
        if (sizes.Length != axes.Length || sizes.Any(s => s < 1) || axes.Any(axis => shape[axis] < 1))
        {
            throw node.Invalid($"the sizes [{string.Join(",", sizes)}] do not fit {shape}.");
        }

        float[] ratios = axes.Select((axis, i) => sizes[i] / (float)shape[axis]).ToArray();
        switch (policy)
        {
            case "stretch":
                return axes.Select((axis, i) => Axis(axis, shape[axis], sizes[i], ratios[i], crop, i)).ToList();
            case "not_larger":
            case "not_smaller":
                float scale = policy == "not_larger" ? ratios.Min() : ratios.Max();
                return axes.Select((axis, i) => Axis(axis, shape[axis], (int)Math.Floor((scale * shape[axis]) + 0.5f), scale, crop, i)).ToList();
            default:
                throw node.Invalid($"keep_aspect_ratio_policy is {Printable.Quote(policy)}.");
        }
    }

    private static ResizedAxis Axis(int axis, int input, int output, float scale, float[]? crop, int i) =>
        new(axis, input, output, scale, crop?[i] ?? 0, crop?[(crop.Length / 2) + i] ?? 1);

    private static int[] AllAxes(Value x) => Enumerable.Range(0, x.Shape.Rank).ToArray();
}
