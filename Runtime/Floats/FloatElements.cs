using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Floats as they lie in memory. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct FloatElements(float* address) : IFloatElements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Load<T>(nint index)
        where T : struct, IFloatLanes<T> => T.Load(address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(nint index, T value)
        where T : struct, IFloatLanes<T> => value.Store(address + index);
}
