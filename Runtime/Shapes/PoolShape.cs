namespace Octavo.Runtime;

/// <summary>The geometry of a pool over NHWC images. Windows are clipped to the input; there is no halo.</summary>
public struct PoolShape
{
    public int Items;
    public int InputHeight;
    public int InputWidth;
    public int OutputHeight;
    public int OutputWidth;
    public int Channels;
    public int KernelHeight;
    public int KernelWidth;
    public int StrideHeight;
    public int StrideWidth;
    public int DilationHeight;
    public int DilationWidth;
    public int PadTop;
    public int PadLeft;

    /// <summary>Only for averages that count padding: the bottom and right pads, beyond which a ceil-mode window does not count.</summary>
    public int PadBottom;
    public int PadRight;

    /// <summary>Between input pixels, in elements.</summary>
    public PixelStrides Input;

    /// <summary>Between output pixels, in elements.</summary>
    public PixelStrides Output;
}
