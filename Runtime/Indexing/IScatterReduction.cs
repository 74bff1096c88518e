using System.Numerics;

namespace Octavo.Runtime;

/// <summary>What becomes of an element that an update meets.</summary>
public interface IScatterReduction
{
    static abstract T Invoke<T>(T element, T update)
        where T : unmanaged, INumber<T>;
}
