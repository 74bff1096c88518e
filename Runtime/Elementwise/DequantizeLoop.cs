using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A run of codes to floats.</summary>
internal readonly unsafe struct DequantizeLoop(byte* x, float* y, in LoopNest nest, float scale, int zeroPoint) : ILoop
{
    readonly byte* input = x;
    readonly float* output = y;
    readonly int xStride = nest.X[nest.Rank - 1];
    readonly int yStride = nest.Y[nest.Rank - 1];
    readonly float factor = scale;
    readonly int zero = zeroPoint;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        byte* from = input + x;
        float* to = output + y;
        F scale = L.Create(factor);
        I zeroPoint = L.Create(zero);
        byte* spill = stackalloc byte[L.Count];
        int i = 0;
        if (xStride == 1 && yStride == 1)
        {
            for (; i <= count - L.Count; i += L.Count)
            {
                L.Store(to + i, L.Multiply(L.ToFloat(L.Subtract(L.LoadCodes(from + i), zeroPoint)), scale));
            }
        }

        for (; i < count; i += L.Count)
        {
            int valid = Math.Min(L.Count, count - i);
            I codes = L.LoadCodes(LaneAccess.Gather(from + (nint)i * xStride, xStride, valid, spill, L.Count));
            LaneAccess.StoreFloats<L, I, F>(to + (nint)i * yStride, yStride, valid, L.Multiply(L.ToFloat(L.Subtract(codes, zeroPoint)), scale));
        }
    }
}
