namespace Octavo.Runtime;

/// <summary>
/// The geometry of an int8 convolution, or of a matrix product (one item, one row, one pixel per row of the matrix). The input is NHWC with its
/// halo in place, so no window needs a bounds test: a window is <see cref="SegmentCount"/> runs of <see cref="SegmentBytes"/> contiguous bytes.
/// </summary>
/// <remarks>
/// Weights are panels <c>[group][ceil(Channels/16)][segment][ceil(SegmentBytes/4)][16 channels][4 k]</c> of s8, zero where padded. A segment's last 4-byte
/// step may therefore read up to 3 bytes behind the segment: they meet zero weights. Panels that leave out steps whose weights are all zero have
/// <see cref="PanelStarts"/>.
/// </remarks>
public unsafe struct ConvolutionShape
{
    /// <summary>Output items, rows and columns.</summary>
    public int Items;
    public int Height;
    public int Width;

    /// <summary>Between the windows of neighbouring output pixels, in bytes.</summary>
    public PixelStrides Input;

    /// <summary>Between output pixels, in elements of the output (bytes, or floats for a float epilogue).</summary>
    public PixelStrides Output;

    /// <summary>Offset of each segment from the window's first byte.</summary>
    public int* Segments;
    public int SegmentCount;
    public int SegmentBytes;

    /// <summary>
    /// Null when all panels have all segments. Otherwise panels hold only some of the steps, one after the other: <see cref="Segments"/> has an offset for each, <see cref="SegmentBytes"/>
    /// is 4, and panel p has those from <c>PanelStarts[p]</c> to <c>PanelStarts[p + 1] − 1</c>, at least one; so it has of the weights, 64 bytes each. Weights have no zero points then.
    /// </summary>
    public int* PanelStarts;

    /// <summary>Groups; group g reads its windows <c>g * GroupBytes</c> bytes further and writes channels <c>g * Channels…</c>.</summary>
    public int Groups;
    public int GroupBytes;

    /// <summary>Output channels per group.</summary>
    public int Channels;

    /// <summary>How many 16-channel panels to apply in one sweep over the pixels, so that their weights stay in the cache.</summary>
    public int PanelBlock;

    /// <summary>The compiler proved that no pair of neighbouring products, u8 × s8 summed, leaves int16: VPMADDUBSW is exact.</summary>
    public bool PairsFitInt16;
}
