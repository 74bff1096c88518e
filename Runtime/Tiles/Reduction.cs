namespace Octavo.Runtime;

/// <summary>The bytes of a window, in the order of a panel: see <see cref="ConvolutionShape"/>.</summary>
internal readonly unsafe struct Reduction
{
    public readonly int* Segments;
    public readonly int SegmentCount;
    public readonly int SegmentBytes;

    /// <summary>Between two panels that have the same segments, in bytes.</summary>
    public readonly nint PanelBytes;

    /// <summary>Where each panel's segments begin among all, one more number than panels; null when panels have the same segments.</summary>
    public readonly int* PanelStarts;

    public Reduction(in ConvolutionShape shape)
    {
        Segments = shape.Segments;
        SegmentCount = shape.SegmentCount;
        SegmentBytes = shape.SegmentBytes;
        PanelBytes = (nint)shape.SegmentCount * ((shape.SegmentBytes + 3) / 4) * 64;
        PanelStarts = shape.PanelStarts;
    }

    Reduction(in Reduction panels, int start, int count)
    {
        Segments = panels.Segments + start;
        SegmentCount = count;
        SegmentBytes = panels.SegmentBytes;
        PanelBytes = (nint)count * 64;
    }

    Reduction(in Reduction panels, int first)
    {
        this = panels;
        PanelStarts = panels.PanelStarts + first;
    }

    /// <summary>True when every panel has segments of its own, of one step each.</summary>
    public bool IsSparse => PanelStarts is not null;

    /// <summary>Where a panel's weights begin, in bytes.</summary>
    public nint PanelOffset(int panel) => IsSparse ? (nint)PanelStarts[panel] * 64 : panel * PanelBytes;

    /// <summary>The reduction with panels counted from <paramref name="panel"/> on.</summary>
    public Reduction From(int panel) => IsSparse ? new(this, panel) : this;

    /// <summary>The segments of one panel that has its own.</summary>
    public Reduction OfPanel(int panel) => new(this, PanelStarts[panel], PanelStarts[panel + 1] - PanelStarts[panel]);
}
