using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>VPMADDWD in 512-bit registers: 8 pixels × 2 panels, or 1 pixel × 1 or 4 panels, at a time.</summary>
internal readonly unsafe struct Avx512BWTile<P> : IDotTile
    where P : struct, IProduct<Vector512<short>, Vector512<int>>
{
    const int Stride = 64;

    public static int Rows => 8;

    public static int Panels => 4;

    public static bool Signed => false;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators) =>
        SparseDot<Avx512BWTile<P>>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);

    public static void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        nint step = reduction.PanelBytes;
        if (rowCount == 1 && panelCount == 1)
        {
            Dot1x1(rows[0], reduction, panels, accumulators);
            return;
        }

        if (rowCount == 1)
        {
            Dot1x4(rows, reduction, panels, panels + step * Math.Min(1, panelCount - 1), panels + step * Math.Min(2, panelCount - 1), panels + step * (panelCount - 1), accumulators);
            return;
        }

        for (; panelCount >= 2; panelCount -= 2, panels += 2 * step, accumulators += 32)
        {
            Dot8x2(rows, reduction, panels, panels + step, accumulators);
        }

        if (panelCount == 1)
        {
            Dot8x1(rows, reduction, panels, accumulators);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<short> Broadcast(byte* x) => Vector512.Create(*(int*)x).AsInt16();

    /// <summary>8 pixels × 2 panels: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot8x2(byte** rows, in Reduction reduction, sbyte* w0, sbyte* w1, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        byte* x4 = rows[4];
        byte* x5 = rows[5];
        byte* x6 = rows[6];
        byte* x7 = rows[7];
        Vector512<int> a00 = default, a01 = default;
        Vector512<int> a10 = default, a11 = default;
        Vector512<int> a20 = default, a21 = default;
        Vector512<int> a30 = default, a31 = default;
        Vector512<int> a40 = default, a41 = default;
        Vector512<int> a50 = default, a51 = default;
        Vector512<int> a60 = default, a61 = default;
        Vector512<int> a70 = default, a71 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector512.Load(w0).AsInt16(), out Vector512<short> e0, out Vector512<short> o0);
                P.SplitWeights(Vector512.Load(w1).AsInt16(), out Vector512<short> e1, out Vector512<short> o1);
                P.SplitActivations(Broadcast(x0 + k), out Vector512<short> e, out Vector512<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                a01 = P.Accumulate(a01, e, o, e1, o1);
                P.SplitActivations(Broadcast(x1 + k), out e, out o);
                a10 = P.Accumulate(a10, e, o, e0, o0);
                a11 = P.Accumulate(a11, e, o, e1, o1);
                P.SplitActivations(Broadcast(x2 + k), out e, out o);
                a20 = P.Accumulate(a20, e, o, e0, o0);
                a21 = P.Accumulate(a21, e, o, e1, o1);
                P.SplitActivations(Broadcast(x3 + k), out e, out o);
                a30 = P.Accumulate(a30, e, o, e0, o0);
                a31 = P.Accumulate(a31, e, o, e1, o1);
                P.SplitActivations(Broadcast(x4 + k), out e, out o);
                a40 = P.Accumulate(a40, e, o, e0, o0);
                a41 = P.Accumulate(a41, e, o, e1, o1);
                P.SplitActivations(Broadcast(x5 + k), out e, out o);
                a50 = P.Accumulate(a50, e, o, e0, o0);
                a51 = P.Accumulate(a51, e, o, e1, o1);
                P.SplitActivations(Broadcast(x6 + k), out e, out o);
                a60 = P.Accumulate(a60, e, o, e0, o0);
                a61 = P.Accumulate(a61, e, o, e1, o1);
                P.SplitActivations(Broadcast(x7 + k), out e, out o);
                a70 = P.Accumulate(a70, e, o, e0, o0);
                a71 = P.Accumulate(a71, e, o, e1, o1);
                w0 += 64;
                w1 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 16);
        a10.Store(accumulators + Stride);
        a11.Store(accumulators + Stride + 16);
        a20.Store(accumulators + 2 * Stride);
        a21.Store(accumulators + 2 * Stride + 16);
        a30.Store(accumulators + 3 * Stride);
        a31.Store(accumulators + 3 * Stride + 16);
        a40.Store(accumulators + 4 * Stride);
        a41.Store(accumulators + 4 * Stride + 16);
        a50.Store(accumulators + 5 * Stride);
        a51.Store(accumulators + 5 * Stride + 16);
        a60.Store(accumulators + 6 * Stride);
        a61.Store(accumulators + 6 * Stride + 16);
        a70.Store(accumulators + 7 * Stride);
        a71.Store(accumulators + 7 * Stride + 16);
    }

    /// <summary>8 pixels × 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot8x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        byte* x4 = rows[4];
        byte* x5 = rows[5];
        byte* x6 = rows[6];
        byte* x7 = rows[7];
        Vector512<int> a00 = default;
        Vector512<int> a10 = default;
        Vector512<int> a20 = default;
        Vector512<int> a30 = default;
        Vector512<int> a40 = default;
        Vector512<int> a50 = default;
        Vector512<int> a60 = default;
        Vector512<int> a70 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector512.Load(w0).AsInt16(), out Vector512<short> e0, out Vector512<short> o0);
                P.SplitActivations(Broadcast(x0 + k), out Vector512<short> e, out Vector512<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                P.SplitActivations(Broadcast(x1 + k), out e, out o);
                a10 = P.Accumulate(a10, e, o, e0, o0);
                P.SplitActivations(Broadcast(x2 + k), out e, out o);
                a20 = P.Accumulate(a20, e, o, e0, o0);
                P.SplitActivations(Broadcast(x3 + k), out e, out o);
                a30 = P.Accumulate(a30, e, o, e0, o0);
                P.SplitActivations(Broadcast(x4 + k), out e, out o);
                a40 = P.Accumulate(a40, e, o, e0, o0);
                P.SplitActivations(Broadcast(x5 + k), out e, out o);
                a50 = P.Accumulate(a50, e, o, e0, o0);
                P.SplitActivations(Broadcast(x6 + k), out e, out o);
                a60 = P.Accumulate(a60, e, o, e0, o0);
                P.SplitActivations(Broadcast(x7 + k), out e, out o);
                a70 = P.Accumulate(a70, e, o, e0, o0);
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a10.Store(accumulators + Stride);
        a20.Store(accumulators + 2 * Stride);
        a30.Store(accumulators + 3 * Stride);
        a40.Store(accumulators + 4 * Stride);
        a50.Store(accumulators + 5 * Stride);
        a60.Store(accumulators + 6 * Stride);
        a70.Store(accumulators + 7 * Stride);
    }

    /// <summary>1 pixel × 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x1(byte* x0, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        Vector512<int> a00 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector512.Load(w0).AsInt16(), out Vector512<short> e0, out Vector512<short> o0);
                P.SplitActivations(Broadcast(x0 + k), out Vector512<short> e, out Vector512<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
    }

    /// <summary>1 pixel × 4 panels: bound by reading the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x4(byte** rows, in Reduction reduction, sbyte* w0, sbyte* w1, sbyte* w2, sbyte* w3, int* accumulators)
    {
        byte* x0 = rows[0];
        Vector512<int> a00 = default, a01 = default, a02 = default, a03 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector512.Load(w0).AsInt16(), out Vector512<short> e0, out Vector512<short> o0);
                P.SplitWeights(Vector512.Load(w1).AsInt16(), out Vector512<short> e1, out Vector512<short> o1);
                P.SplitWeights(Vector512.Load(w2).AsInt16(), out Vector512<short> e2, out Vector512<short> o2);
                P.SplitWeights(Vector512.Load(w3).AsInt16(), out Vector512<short> e3, out Vector512<short> o3);
                P.SplitActivations(Broadcast(x0 + k), out Vector512<short> e, out Vector512<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                a01 = P.Accumulate(a01, e, o, e1, o1);
                a02 = P.Accumulate(a02, e, o, e2, o2);
                a03 = P.Accumulate(a03, e, o, e3, o3);
                w0 += 64;
                w1 += 64;
                w2 += 64;
                w3 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 16);
        a02.Store(accumulators + 32);
        a03.Store(accumulators + 48);
    }
}
