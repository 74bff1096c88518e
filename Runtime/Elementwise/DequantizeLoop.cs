using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A run of codes to floats.</summary>
internal unsafe struct DequantizeLoop : ILoop
{
    byte* from;
    float* to;
    int xStride;
    int yStride;
    float* scales;
    int* zeroPoints;
    float scale;
    int zeroPoint;

    /// <param name="perElement">There is a scale and a zero point for each index of the innermost dimension, not just one.</param>
    public static DequantizeLoop Create(byte* x, float* y, in LoopNest nest, float* scales, int* zeroPoints, bool perElement) => new()
    {
        from = x,
        to = y,
        xStride = nest.X[nest.Rank - 1],
        yStride = nest.Y[nest.Rank - 1],
        scales = perElement ? scales : null,
        zeroPoints = zeroPoints,
        scale = *scales,
        zeroPoint = *zeroPoints,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        F scaleRegister = L.Create(scale);
        I zeroPointRegister = L.Create(zeroPoint);
        byte* spill = stackalloc byte[L.Count];
        float* scaleSpill = stackalloc float[L.Count];
        int* zeroPointSpill = stackalloc int[L.Count];
        for (int i = 0; i < count; i += L.Count)
        {
            int valid = Math.Min(L.Count, count - i);
            if (scales is not null)
            {
                scaleRegister = L.Load(LaneAccess.Gather(scales + index + i, 1, valid, scaleSpill, L.Count));
                zeroPointRegister = L.Load(LaneAccess.Gather(zeroPoints + index + i, 1, valid, zeroPointSpill, L.Count));
            }

            I codes = L.LoadCodes(LaneAccess.Gather(from + x + (nint)i * xStride, xStride, valid, spill, L.Count));
            F value = L.Multiply(L.ToFloat(L.Subtract(codes, zeroPointRegister)), scaleRegister);
            LaneAccess.StoreFloats<L, I, F>(to + y + (nint)i * yStride, yStride, valid, value);
        }
    }
}
