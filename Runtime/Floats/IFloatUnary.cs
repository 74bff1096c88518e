namespace Octavo.Runtime;

/// <summary>A function of one float, written for any width.</summary>
public interface IFloatUnary
{
    /// <summary>The function's value; <paramref name="alpha"/> and <paramref name="beta"/> hold its parameters, if any, in every lane.</summary>
    static abstract T Invoke<T>(T x, T alpha, T beta)
        where T : struct, IFloatLanes<T>;
}
