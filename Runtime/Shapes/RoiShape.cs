namespace Octavo.Runtime;

/// <summary>The geometry of aligning regions of images to bins.</summary>
public struct RoiShape
{
    public int Items;
    public int Channels;
    public int Height;
    public int Width;
    public int Regions;
    public int OutputHeight;
    public int OutputWidth;

    /// <summary>Samples per bin and axis; 0 takes one per pixel.</summary>
    public int SamplingRatio;

    /// <summary>Pixels per unit of the regions.</summary>
    public float SpatialScale;

    /// <summary>Coordinates count from pixel centres; otherwise regions are at least one pixel large.</summary>
    public bool HalfPixel;
}
