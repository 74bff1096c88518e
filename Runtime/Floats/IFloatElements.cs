namespace Octavo.Runtime;

/// <summary>Where a float kernel finds its elements and leaves its results: floats in memory, or codes that are converted in registers on the way.</summary>
public interface IFloatElements
{
    /// <summary>A register of elements from number <paramref name="index"/> on.</summary>
    T Load<T>(nint index)
        where T : struct, IFloatLanes<T>;

    void Store<T>(nint index, T value)
        where T : struct, IFloatLanes<T>;
}
