using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Windows;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>Operators that interpolate at positions which are computed at run time: GridSample, RoiAlign, DeformConv.</summary>
internal static class SamplingImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("GridSample", GridSample) { Since = 16 },
        new("RoiAlign", RoiAlign) { Since = 10 },
        new("DeformConv", DeformConv, "images") { Since = 19 },
    ];

    private static Value GridSample(NodeContext node)
    {
        Value x = node.Real(0), grid = node.Real(1);
        string mode = node.Attributes.Text("mode", node.Opset < 20 ? "bilinear" : "linear"), padding = node.Attributes.Text("padding_mode", "zeros");
        return node.Emit(
            new GridSample(
                mode switch
                {
                    "nearest" => SampleMode.Nearest,
                    "linear" or "bilinear" => SampleMode.Linear,
                    "cubic" or "bicubic" => SampleMode.Cubic,
                    _ => throw node.Invalid($"the mode is {Printable.Quote(mode)}."),
                },
                padding switch
                {
                    "zeros" => SamplePadding.Zeros,
                    "border" => SamplePadding.Border,
                    "reflection" => SamplePadding.Reflection,
                    _ => throw node.Invalid($"padding_mode is {Printable.Quote(padding)}."),
                },
                node.Attributes.Flag("align_corners")),
            x,
            grid);
    }

    private static Value RoiAlign(NodeContext node)
    {
        Value x = node.Real(0), regions = node.Real(1), images = node.Plain(2);
        if (images.Type.Element != ElementType.Int64)
        {
            images = node.Emit(new Cast(), ElementType.Int64, null, images);
        }

        string mode = node.Attributes.Text("mode", "avg");
        string coordinates = node.Opset < 16 ? "output_half_pixel" : node.Attributes.Text("coordinate_transformation_mode", "half_pixel");
        var op = new RoiAlign(
            checked((int)node.Attributes.Int("output_height", 1)),
            checked((int)node.Attributes.Int("output_width", 1)),
            checked((int)node.Attributes.Int("sampling_ratio", 0)),
            node.Attributes.Float("spatial_scale", 1),
            coordinates == "half_pixel",
            mode == "max");
        return op.Height > 0 && op.Width > 0 && op.SamplingRatio is >= 0 and < 10000 && mode is "avg" or "max" && coordinates is "half_pixel" or "output_half_pixel"
            ? node.Emit(op, x, regions, images)
            : throw node.Invalid("its attributes are out of range.");
    }

    /// <summary>The pixels that the offsets choose, times the weights.</summary>
    private static Value DeformConv(NodeContext node)
    {
        Value x = node.Real(0), w = node.Real(1), offsets = node.Real(2);
        Value? bias = node.Optional(3) is null ? null : node.Real(3), mask = node.Optional(4) is null ? null : node.Real(4);
        ElementRules.Common(node, x, w, offsets, bias, mask);
        if (x.Shape.Rank != 4 || w.Shape.Rank != 4)
        {
            throw node.Unsupported($"x {x.Shape} is no batch of images; deformable convolutions have no kernels for other ranks.");
        }

        Window window = WindowReader.Read(node, [w.Shape[2], w.Shape[3]], [x.Shape[2], x.Shape[3]]);
        int group = checked((int)node.Attributes.Int("group", 1)), offsetGroups = checked((int)node.Attributes.Int("offset_group", 1));
        if (group < 1 || offsetGroups < 1 || w.Shape[0] % group != 0 || x.Shape[1] != checked(group * w.Shape[1]))
        {
            throw node.Invalid($"x {x.Shape} and w {w.Shape} do not fit group {group}.");
        }

        Value columns = node.Emit(new DeformableColumns(window, group, offsetGroups), x, offsets, mask);
        return Convolutions.OfColumns(node, columns, w, bias, group, window.OutputShape(x.Shape, w.Shape[0], channelsLast: false));
    }
}
