using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The floats that u8 codes stand for: dequantized and quantized in registers, by the rules of DequantizeLinear and QuantizeLinear. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct CodeElements(byte* address, float scale, float zeroPoint) : IFloatElements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Load<T>(nint index)
        where T : struct, IFloatLanes<T> => (T.LoadBytes(address + index) - T.Of(zeroPoint)) * T.Of(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(nint index, T value)
        where T : struct, IFloatLanes<T>
    {
        T zero = T.Of(zeroPoint);
        (Fusion.Round(value / T.Of(scale), T.Of(0) - zero, T.Of(255) - zero) + zero).StoreBytes(address + index);
    }
}
