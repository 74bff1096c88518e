namespace Octavo.Runtime;

/// <summary>Element-wise operators that the compiler made one, written for any width.</summary>
public unsafe interface IFusion
{
    /// <summary>Reads a register of elements of each input, computes, and writes a register of the output.</summary>
    /// <param name="x">A pointer per input.</param>
    static abstract void Invoke<T>(byte** x, byte* y)
        where T : struct, IFloatLanes<T>;
}
