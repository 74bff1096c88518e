namespace Octavo.Runtime;

/// <summary>A function of two elements; integers wrap.</summary>
public interface IElementBinary<T, TResult>
{
    static abstract TResult Invoke(T a, T b);
}
