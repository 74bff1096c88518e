using System;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>One axis of a resize: its extents, the scale from input to output, which need not be their exact ratio, and the part of the input to crop to.</summary>
internal readonly record struct ResizedAxis(int Axis, int Input, int Output, float Scale, float Start = 0, float End = 1)
{
    /// <summary>Nothing changes along the axis.</summary>
    public bool IsIdentity => Input == Output && Scale == 1 && Start == 0 && End == 1;
}

/// <summary>The coordinate in the input at which the pixel of an output index lies, in float, as ONNX Runtime computes it.</summary>
internal delegate float ResizeCoordinate(ResizedAxis axis, int index);

/// <summary>ONNX's coordinate transformation modes.</summary>
internal static class ResizeCoordinates
{
    public const string Crop = "tf_crop_and_resize";

    /// <summary>The rule that a mode names; null when there is none.</summary>
    public static ResizeCoordinate? Find(string mode) => mode switch
    {
        "asymmetric" => Asymmetric,
        "half_pixel" => HalfPixel,
        "pytorch_half_pixel" => (a, i) => a.Output > 1 ? HalfPixel(a, i) : 0,
        "tf_half_pixel_for_nn" => (a, i) => (i + 0.5f) / a.Scale,
        "align_corners" => AlignCorners,
        "half_pixel_symmetric" => HalfPixelSymmetric,
        Crop => Cropped,
        _ => null,
    };

    /// <summary>The quotient: what all resizes did before operator set 11.</summary>
    public static float Asymmetric(ResizedAxis axis, int index) => index / axis.Scale;

    /// <summary>The output's last corner is where the scale puts it, which is not always a pixel.</summary>
    private static float AlignCorners(ResizedAxis axis, int index)
    {
        float exact = axis.Scale * axis.Input;
        float length = Math.Abs(exact - axis.Output) < 1e-3f ? axis.Output : exact;
        return axis.Output > 1 ? (float)index * (axis.Input - 1) / (length - 1) : 0;
    }

    private static float HalfPixel(ResizedAxis axis, int index) => (float)((index + 0.5f) / axis.Scale) - 0.5f;

    /// <summary>Half pixels around the centre, whatever was lost when the output's extent was rounded.</summary>
    private static float HalfPixelSymmetric(ResizedAxis axis, int index)
    {
        float adjustment = axis.Output / (axis.Scale * axis.Input);
        float centre = axis.Input / 2f;
        return (centre * (1 - adjustment)) + HalfPixel(axis, index);
    }

    private static float Cropped(ResizedAxis axis, int index) => axis.Output > 1
        ? (axis.Start * (axis.Input - 1)) + ((float)(index * (axis.End - axis.Start) * (axis.Input - 1)) / (axis.Output - 1))
        : 0.5f * (axis.Start + axis.End) * (axis.Input - 1);
}
