using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A run of floats to codes.</summary>
internal readonly unsafe struct QuantizeLoop(float* x, byte* y, in LoopNest nest, float scale, int zeroPoint, int low, int high) : ILoop
{
    readonly float* input = x;
    readonly byte* output = y;
    readonly int xStride = nest.X[nest.Rank - 1];
    readonly int yStride = nest.Y[nest.Rank - 1];
    readonly float divisor = scale;
    readonly int zero = zeroPoint;
    readonly float least = low - zeroPoint;
    readonly float most = high - zeroPoint;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        float* from = input + x;
        byte* to = output + y;
        F scale = L.Create(divisor);
        CodeRounding<L, I, F> codes = new(least, most, zero);
        float* spill = stackalloc float[L.Count];
        int i = 0;
        if (xStride == 1 && yStride == 1)
        {
            for (; i <= count - L.Count; i += L.Count)
            {
                L.StoreCodes(to + i, codes.Of(L.Divide(L.Load(from + i), scale)));
            }
        }

        for (; i < count; i += L.Count)
        {
            int valid = Math.Min(L.Count, count - i);
            F value = L.Divide(L.Load(LaneAccess.Gather(from + (nint)i * xStride, xStride, valid, spill, L.Count)), scale);
            LaneAccess.StoreCodes<L, I, F>(to + (nint)i * yStride, yStride, valid, codes.Of(value));
        }
    }
}
