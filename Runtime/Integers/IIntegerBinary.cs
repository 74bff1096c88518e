using System.Numerics;

namespace Octavo.Runtime;

/// <summary>A function of two integers; overflow wraps.</summary>
public interface IIntegerBinary
{
    static abstract T Invoke<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>;
}
