namespace Octavo.Runtime;

/// <summary>The geometry of sampling images or volumes at the points of a grid; an image is a volume of depth 1.</summary>
public struct SampleShape
{
    public int Items;
    public int Channels;

    /// <summary>Coordinates per point: 2 or 3.</summary>
    public int Rank;

    public int Depth;
    public int Height;
    public int Width;

    /// <summary>Points per item.</summary>
    public int Points;

    /// <summary>Pixels that count per axis: the nearest one, 2 for linear and 4 for cubic interpolation.</summary>
    public int Taps;

    /// <summary>Coordinates beyond the edge are moved to it.</summary>
    public bool Border;

    /// <summary>Coordinates beyond the edge are mirrored at it. Without this and <see cref="Border"/> there are zeros.</summary>
    public bool Reflection;

    /// <summary>-1 and 1 are the centres of the outermost pixels, otherwise their outer edges.</summary>
    public bool AlignCorners;
}
