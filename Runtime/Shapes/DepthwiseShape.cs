namespace Octavo.Runtime;

/// <summary>
/// The geometry of a depthwise convolution: every channel has its own <see cref="TapCount"/> weights. Weights are s16 with the zero point already subtracted,
/// <c>[ceil(Channels/16)][ceil(TapCount/2)][16 channels][2 taps]</c>, zero where padded.
/// </summary>
public unsafe struct DepthwiseShape
{
    /// <summary>Output items, rows and columns.</summary>
    public int Items;
    public int Height;
    public int Width;

    /// <summary>Between the windows of neighbouring output pixels, in bytes.</summary>
    public PixelStrides Input;

    /// <summary>Between output pixels, in elements of the output.</summary>
    public PixelStrides Output;

    /// <summary>Offset of each tap from the window's first byte.</summary>
    public int* Taps;
    public int TapCount;

    public int Channels;

    /// <summary>Up to 15 bytes behind the last channel of any tap may be read: they lie in the same arena.</summary>
    public bool Overhangs;
}
