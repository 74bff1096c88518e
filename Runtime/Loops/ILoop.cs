namespace Octavo.Runtime;

/// <summary>What is done along the innermost dimension of a <see cref="LoopNest"/>.</summary>
internal interface ILoop
{
    /// <param name="x">Offset of the first element in the first input.</param>
    /// <param name="z">Offset of the first element in the second input.</param>
    /// <param name="y">Offset of the first element in the output.</param>
    /// <param name="index">Index of the first element in the innermost dimension.</param>
    /// <param name="count">How many elements; the strides are the loop nest's innermost ones.</param>
    void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct;
}
