// Operators that read images at positions which are computed at run time, and interpolate.

using System.Linq;

namespace Octavo.Compiler;

public enum SampleMode
{
    Nearest,
    Linear,
    Cubic,
}

public enum SamplePadding
{
    Zeros,
    Border,
    Reflection,
}

/// <summary>
/// Samples x [N,C,spatial…] at the points of a grid [N,points…,2 or 3], whose coordinates count from -1 to 1 across each axis, the last axis first.
/// </summary>
/// <param name="Mode">How pixels around a point are weighed.</param>
/// <param name="Padding">What lies outside of the image.</param>
/// <param name="AlignCorners">-1 and 1 are the centres of the outermost pixels, otherwise their outer edges.</param>
public sealed record GridSample(SampleMode Mode, SamplePadding Padding, bool AlignCorners) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, grid = inputs[1]!;
        return x.Rank is 4 or 5 && grid.Rank == x.Rank && grid[0] == x[0] && grid[-1] == x.Rank - 2
            ? [new Shape([x[0], x[1], .. grid.Dimensions.Skip(1).Take(x.Rank - 2)])]
            : throw new ShapeException($"x {x} and the grid {grid}");
    }
}

/// <summary>
/// The pixels under the windows of a deformable convolution over images: x [N,C,H,W], offsets [N,OffsetGroups·taps·2,H',W'] that move each tap down and
/// right, an optional mask [N,OffsetGroups·taps,H',W'] of factors. Result: [N,Group,H'·W',taps·C/Group].
/// </summary>
public sealed record DeformableColumns(Window Window, int Group, int OffsetGroups) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, offsets = inputs[1]!, y = Window.OutputShape(x, 1, channelsLast: false);
        int taps = Window.Kernel[0] * Window.Kernel[1];
        if (x[1] % Group != 0 || x[1] % OffsetGroups != 0 || !offsets.Equals(y.With(1, 2 * OffsetGroups * taps))
            || (inputs.Length > 2 && inputs[2] is { } mask && !mask.Equals(y.With(1, OffsetGroups * taps))))
        {
            throw new ShapeException($"x {x} and the offsets {offsets}");
        }

        return [new Shape(x[0], Group, y[2] * y[3], taps * (x[1] / Group))];
    }
}

/// <summary>
/// Means or maxima of bilinear samples in the bins of regions: x [N,C,H,W], regions [R,4] as left, top, right, bottom, the image of each [R].
/// Result: [R,C,Height,Width].
/// </summary>
/// <param name="Height">Bins down.</param>
/// <param name="Width">Bins across.</param>
/// <param name="SamplingRatio">Samples per bin and axis; 0 takes one per pixel.</param>
/// <param name="SpatialScale">Pixels per unit of the regions.</param>
/// <param name="HalfPixel">Coordinates count from pixel centres; otherwise regions are at least one pixel large.</param>
/// <param name="Maximum">The largest weighed pixel, otherwise the mean.</param>
public sealed record RoiAlign(int Height, int Width, int SamplingRatio, float SpatialScale, bool HalfPixel, bool Maximum) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, regions = inputs[1]!, images = inputs[2]!;
        return x.Rank == 4 && regions.Rank == 2 && regions[1] == 4 && images.Equals(new Shape(regions[0]))
            ? [new Shape(regions[0], x[1], Height, Width)]
            : throw new ShapeException($"x {x}, regions {regions} and images {images}");
    }
}
