namespace Octavo.Runtime;

/// <summary>A function of one element; integers wrap.</summary>
public interface IElementUnary<T, TResult>
{
    static abstract TResult Invoke(T x, double alpha, double beta);
}
