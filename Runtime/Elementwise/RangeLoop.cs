using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Widens a range until it holds a run of floats.</summary>
internal unsafe struct RangeLoop : ILoop
{
    public float* X;
    public int XStride;

    /// <summary>Low and high.</summary>
    public float* Range;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        float* from = X + x;
        float low = Range[0];
        float high = Range[1];
        int i = 0;
        if (XStride == 1 && count >= 2 * L.Count)
        {
            // Two registers each, so that one comparison need not wait for the other.
            F low0 = L.Create(low);
            F low1 = low0;
            F high0 = L.Create(high);
            F high1 = high0;
            for (; i + 2 * L.Count <= count; i += 2 * L.Count)
            {
                F first = L.Load(from + i);
                F second = L.Load(from + i + L.Count);
                low0 = L.Min(first, low0);
                low1 = L.Min(second, low1);
                high0 = L.Max(first, high0);
                high1 = L.Max(second, high1);
            }

            float* spill = stackalloc float[2 * L.Count];
            L.Store(spill, L.Min(low0, low1));
            L.Store(spill + L.Count, L.Max(high0, high1));
            for (int lane = 0; lane < L.Count; lane++)
            {
                low = Math.Min(low, spill[lane]);
                high = Math.Max(high, spill[L.Count + lane]);
            }
        }

        for (; i < count; i++)
        {
            float value = from[(nint)i * XStride];
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        Range[0] = low;
        Range[1] = high;
    }
}
