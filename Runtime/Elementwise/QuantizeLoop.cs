using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A run of floats to codes.</summary>
internal unsafe struct QuantizeLoop : ILoop
{
    public float* X;
    public byte* Y;
    public int XStride;
    public int YStride;
    public float Scale;
    public int ZeroPoint;
    public int Low;
    public int High;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        float* from = X + x;
        byte* to = Y + y;
        F scale = L.Create(Scale);
        F low = L.Create((float)(Low - ZeroPoint));
        F high = L.Create((float)(High - ZeroPoint));
        I zeroPoint = L.Create(ZeroPoint);
        float* spill = stackalloc float[L.Count];
        for (int i = 0; i < count; i += L.Count)
        {
            int valid = Math.Min(L.Count, count - i);
            F value = L.Divide(L.Load(LaneAccess.Gather(from + (nint)i * XStride, XStride, valid, spill, L.Count)), scale);
            I codes = L.Add(L.Round(L.Min(L.Max(value, low), high)), zeroPoint);
            LaneAccess.StoreCodes<L, I, F>(to + (nint)i * YStride, YStride, valid, codes);
        }
    }
}
