namespace Octavo.Runtime;

/// <summary>A function of two floats, written for any width.</summary>
public interface IFloatBinary
{
    static abstract T Invoke<T>(T a, T b)
        where T : struct, IFloatLanes<T>;
}
