namespace Octavo.Runtime;

/// <summary>How elements are combined; integers wrap.</summary>
public interface IElementReduction<T>
{
    /// <summary>The result of no elements.</summary>
    static abstract T Start { get; }

    static abstract T Add(T total, T x);

    /// <summary>What becomes of the total of <paramref name="count"/> elements.</summary>
    static abstract T Finish(T total, int count);
}
