using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        if (stride == 1 && count >= 4)
        {
            // The last four overlap those before.
            for (nint i = 0; i < count - 4; i += 4)
            {
                Vector128.Load(buffer + i).Store(address + i);
            }

            Vector128.Load(buffer + count - 4).Store(address + count - 4);
            return;
        }

        for (nint i = 0; i < count; i++)
        {
            address[i * stride] = buffer[i];
        }
    }
}
