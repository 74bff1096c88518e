namespace Octavo.Runtime;

/// <summary>How elements are combined, written for any width.</summary>
public interface IFloatReduction
{
    /// <summary>The result of no elements.</summary>
    static abstract float Start { get; }

    static abstract T Add<T>(T total, T x)
        where T : struct, IFloatLanes<T>;

    /// <summary>What becomes of the total of <paramref name="count"/> elements.</summary>
    static abstract T Finish<T>(T total, T count)
        where T : struct, IFloatLanes<T>;
}
