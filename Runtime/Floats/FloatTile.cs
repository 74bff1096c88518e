using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The innermost part of float convolutions: some pixels against a range of output channels.</summary>
internal unsafe partial struct FloatTile
{
    /// <summary>Pixels of a full tile of two registers.</summary>
    public const int PairRows = 6;

    /// <summary>Pixels of a full tile of one register.</summary>
    public const int SingleRows = 8;

    private const int Panel = 16;

    public int* Segments;
    public int SegmentCount;
    public int SegmentLength;

    /// <summary>Panels of 16 channels, <see cref="PanelLength"/> floats each.</summary>
    public float* Weights;
    public float* Bias;
    public nint PanelLength;

    /// <summary>The channels to compute; the first is a multiple of 16.</summary>
    public int ChannelBegin;
    public int ChannelEnd;

    public float Low;
    public float High;

    /// <summary>Where the weights of T.Count channels start; they are 16 floats apart from k to k + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Column(int channel) => Weights + (channel / Panel * PanelLength) + (channel % Panel);
}
