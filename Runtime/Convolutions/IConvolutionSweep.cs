namespace Octavo.Runtime;

/// <summary>Applies a block of one group's panels to a range of pixels.</summary>
internal unsafe interface IConvolutionSweep
{
    /// <summary>How many pixels it takes at a time.</summary>
    static abstract int Rows { get; }

    /// <param name="x">The group's first byte in the first window.</param>
    /// <param name="weights">The block's first panel.</param>
    /// <param name="y">The first output pixel.</param>
    static abstract void Run(
        byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Reduction reduction, in Epilogue epilogue, int group, int firstPanel, int panelCount, int firstPixel, int endPixel);
}
