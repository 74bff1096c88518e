using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Reads and writes registers of elements at any stride, and incomplete registers, by way of a spill buffer.</summary>
internal static unsafe class LaneAccess
{
    /// <summary>The address of a register of contiguous elements, the first <paramref name="valid"/> of which equal those at <paramref name="from"/>.</summary>
    /// <param name="spill">Room for a register.</param>
    /// <param name="register">How many elements a register holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Gather<T>(T* from, int stride, int valid, T* spill, int register)
        where T : unmanaged
    {
        if (stride == 1 && valid == register)
        {
            return from;
        }

        for (int i = 0; i < valid; i++)
        {
            spill[i] = from[(nint)i * stride];
        }

        return spill;
    }

    /// <summary>Writes the first <paramref name="valid"/> codes of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCodes<L, I, F>(byte* to, int stride, int valid, I codes)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        if (stride == 1 && valid == L.Count)
        {
            L.StoreCodes(to, codes);
        }
        else
        {
            ScatterCodes<L, I, F>(to, stride, valid, codes);
        }
    }

    /// <summary>Writes the first <paramref name="valid"/> floats of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats<L, I, F>(float* to, int stride, int valid, F values)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        if (stride == 1 && valid == L.Count)
        {
            L.Store(to, values);
        }
        else
        {
            ScatterFloats<L, I, F>(to, stride, valid, values);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ScatterCodes<L, I, F>(byte* to, int stride, int valid, I codes)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        byte* spill = stackalloc byte[L.Count];
        L.StoreCodes(spill, codes);
        for (int i = 0; i < valid; i++)
        {
            to[(nint)i * stride] = spill[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ScatterFloats<L, I, F>(float* to, int stride, int valid, F values)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        float* spill = stackalloc float[L.Count];
        L.Store(spill, values);
        for (int i = 0; i < valid; i++)
        {
            to[(nint)i * stride] = spill[i];
        }
    }
}
