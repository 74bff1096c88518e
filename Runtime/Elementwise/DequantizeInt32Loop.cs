using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A run of int32 to floats.</summary>
internal unsafe struct DequantizeInt32Loop : ILoop
{
    public int* X;
    public float* Y;
    public int XStride;
    public int YStride;
    public float* Scales;

    /// <summary>There is a scale for each index of the innermost dimension, not just one.</summary>
    public bool PerElement;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        F scale = L.Create(*Scales);
        int* spill = stackalloc int[L.Count];
        float* scaleSpill = stackalloc float[L.Count];
        for (int i = 0; i < count; i += L.Count)
        {
            int valid = Math.Min(L.Count, count - i);
            if (PerElement)
            {
                scale = L.Load(LaneAccess.Gather(Scales + index + i, 1, valid, scaleSpill, L.Count));
            }

            I value = L.Load(LaneAccess.Gather(X + x + (nint)i * XStride, XStride, valid, spill, L.Count));
            LaneAccess.StoreFloats<L, I, F>(Y + y + (nint)i * YStride, YStride, valid, L.Multiply(L.ToFloat(value), scale));
        }
    }
}
