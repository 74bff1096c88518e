using System;
using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>One axis of a resize: its extents and the scale from input to output, which need not be their exact ratio.</summary>
internal readonly record struct ResizedAxis(int Axis, int Input, int Output, float Scale);

/// <summary>
/// How nearest-neighbour resizing finds the input pixel of an output pixel: a coordinate in float, as ONNX Runtime computes it, and a rounding.
/// </summary>
internal sealed class NearestPixel
{
    private readonly Func<ResizedAxis, int, float> _coordinate;
    private readonly Func<ResizedAxis, float, double> _round;

    private NearestPixel(Func<ResizedAxis, int, float> coordinate, Func<ResizedAxis, float, double> round)
    {
        _coordinate = coordinate;
        _round = round;
    }

    /// <summary>Before operator set 11: the quotient, rounded up when shrinking and down when growing.</summary>
    public static NearestPixel Legacy { get; } = new((a, i) => i / a.Scale, (a, x) => a.Scale < 1 ? Math.Ceiling(x) : Math.Floor(x));

    /// <summary>The rule that a pair of ONNX modes names; null when there is none.</summary>
    public static NearestPixel? Find(string coordinates, string rounding)
    {
        Func<ResizedAxis, int, float>? coordinate = coordinates switch
        {
            "asymmetric" => (a, i) => i / a.Scale,
            "half_pixel" => HalfPixel,
            "pytorch_half_pixel" => (a, i) => a.Output > 1 ? HalfPixel(a, i) : 0,
            "tf_half_pixel_for_nn" => (a, i) => (i + 0.5f) / a.Scale,
            "align_corners" => (a, i) => a.Output > 1 ? (float)i * (a.Input - 1) / (a.Output - 1) : 0,
            "half_pixel_symmetric" => HalfPixelSymmetric,
            _ => null,
        };
        Func<ResizedAxis, float, double>? round = rounding switch
        {
            "round_prefer_floor" => (_, x) => Math.Ceiling(x - 0.5),
            "round_prefer_ceil" => (_, x) => Math.Floor(x + 0.5),
            "floor" => (_, x) => Math.Floor(x),
            "ceil" => (_, x) => Math.Ceiling(x),
            _ => null,
        };
        return coordinate is null || round is null ? null : new NearestPixel(coordinate, round);
    }

    /// <summary>The input index of each output index.</summary>
    public int[] Indices(ResizedAxis axis) =>
        Enumerable.Range(0, axis.Output).Select(i => (int)Math.Max(0, Math.Min(_round(axis, _coordinate(axis, i)), axis.Input - 1))).ToArray();

    private static float HalfPixel(ResizedAxis axis, int i) => (float)((i + 0.5f) / axis.Scale) - 0.5f;

    /// <summary>Half pixels around the centre, whatever was lost when the output's extent was rounded.</summary>
    private static float HalfPixelSymmetric(ResizedAxis axis, int i)
    {
        float adjustment = axis.Output / (axis.Scale * axis.Input);
        float centre = axis.Input / 2f;
        return (centre * (1 - adjustment)) + HalfPixel(axis, i);
    }
}
