using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Every second of a run of elements of four bytes: what a channel shuffle leaves of each half.</summary>
internal static unsafe class EverySecond
{
    public static bool IsSupported => Sse.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary><c>y[i] = x[2i]</c> for 0 ≤ i &lt; count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, float* y, int count)
    {
        int i = 0;
        for (; i < count - 4; i += 4)
        {
            Even(Vector128.Load(x + (2 * i)), Vector128.Load(x + (2 * i) + 4)).Store(y + i);
        }

        if (count > 4)
        {
            // The last four are odd ones of eight that begin an element earlier, so that nothing behind them is read.
            i = count - 4;
            Odd(Vector128.Load(x + (2 * i) - 1), Vector128.Load(x + (2 * i) + 3)).Store(y + i);
            return;
        }

        for (; i < count; i++)
        {
            y[i] = x[2 * i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Even(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Odd(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b11_01_11_01) : AdvSimd.Arm64.UnzipOdd(a, b);
}
