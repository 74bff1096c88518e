namespace Octavo.Runtime;

/// <summary>The geometry of a deformable convolution's windows over images.</summary>
public struct DeformableShape
{
    public int Items;
    public int Channels;
    public int Height;
    public int Width;
    public int OutputHeight;
    public int OutputWidth;
    public int Groups;

    /// <summary>Groups of channels that share their offsets.</summary>
    public int OffsetGroups;

    public int KernelHeight;
    public int KernelWidth;
    public int StrideHeight;
    public int StrideWidth;
    public int DilationHeight;
    public int DilationWidth;
    public int PadTop;
    public int PadLeft;
}
