namespace Octavo.Runtime;

/// <summary>The sums of a depthwise convolution: blocks of pixels × 16-channel panels over all taps.</summary>
internal unsafe interface IDepthwiseTile
{
    /// <summary>How many pixels a call takes.</summary>
    static abstract int Rows { get; }

    /// <summary>The most panels of 16 channels that a call takes.</summary>
    static abstract int Panels { get; }

    /// <summary>Writes <c>accumulators[row · 16 · Panels + channel] = Σ x·w</c>, wrapping.</summary>
    /// <param name="rows">The first channel of each pixel's window: always <see cref="Rows"/> valid pointers. Exactly 16 bytes per panel are read at each tap.</param>
    /// <param name="taps">Offset of each tap from the window's first byte.</param>
    /// <param name="weights">Panels of s16: pairs of taps × 16 channels × 2 taps.</param>
    /// <param name="panelWeights">Between two panels, in weights.</param>
    static abstract void Dot(byte** rows, int* taps, int tapCount, short* weights, nint panelWeights, int panelCount, int* accumulators);
}
