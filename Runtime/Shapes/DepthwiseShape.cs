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

    /// <summary>Offset of each tap from the window's first byte, the last one repeated up to a multiple of four.</summary>
    public int* Taps;
    public int TapCount;

    /// <summary>
    /// The same filters for dot products over four taps; null where a weight does not fit in s8. Blocks of 64 channels, then one of 32 and one of 16 where
    /// they are full, and one of 16 for the rest, each <c>[4 registers] bias, [4 registers] multipliers, [steps][4 registers] weights</c>: register j of C/4 double words holds the
    /// channels 16l + 4j + 0…3 in its 128-bit lane l. A double word of a step is a channel's next four taps; the last step is padded with zeros.
    /// </summary>
    public byte* Blocks;

    public int Channels;

    /// <summary>Up to 15 bytes behind the last channel of any tap may be read: they lie in the same arena.</summary>
    public bool Overhangs;
}
