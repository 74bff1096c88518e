using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Lanes that do not lie side by side, or are fewer than the register holds: they go through a buffer of 16 floats.</summary>
internal static unsafe class SpreadLanes
{
    public const int Buffer = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(float* address, nint stride, nint count, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        if (stride == 0)
        {
            return T.Of(*address);
        }

        for (nint i = 0; i < count; i++)
        {
            buffer[i] = address[i * stride];
        }

        return T.Load(buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T value, float* address, nint stride, nint count, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        value.Store(buffer);
        for (nint i = 0; i < count; i++)
        {
            address[i * stride] = buffer[i];
        }
    }
}
