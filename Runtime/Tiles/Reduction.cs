namespace Octavo.Runtime;

/// <summary>The bytes of a window, in the order of a panel: see <see cref="ConvolutionShape"/>.</summary>
internal readonly unsafe struct Reduction(in ConvolutionShape shape)
{
    public readonly int* Segments = shape.Segments;
    public readonly int SegmentCount = shape.SegmentCount;
    public readonly int SegmentBytes = shape.SegmentBytes;

    /// <summary>Between two panels, in bytes.</summary>
    public readonly nint PanelBytes = (nint)shape.SegmentCount * ((shape.SegmentBytes + 3) / 4) * 64;
}
