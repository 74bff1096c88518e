using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>The 256-bit VPDPBUSD: 6 pixels × 1 panel, or 1 pixel × 4 panels, at a time.</summary>
internal readonly unsafe struct AvxVnniTile<Q> : IDotTile
    where Q : struct, IQuadProduct
{
    const int Stride = 64;

    public static int Rows => 6;

    public static int Panels => 4;

    public static bool Signed => false;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        if (rowCount > 1)
        {
            SparseDot<AvxVnniTile<Q>>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);
            return;
        }

        int* segments = reduction.Segments + reduction.PanelStarts[0];
        for (int panel = 0; panel < panelCount; panel++)
        {
            int count = reduction.PanelStarts[panel + 1] - reduction.PanelStarts[panel];
            DotSparse1x1(rows[0], segments, count, panels, accumulators + 16 * panel);
            segments += count;
            panels += 64 * count;
        }
    }

    public static void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        nint step = reduction.PanelBytes;
        if (rowCount == 1)
        {
            Dot1x4(rows, reduction, panels, panels + step * Math.Min(1, panelCount - 1), panels + step * Math.Min(2, panelCount - 1), panels + step * (panelCount - 1), accumulators);
            return;
        }

        for (int panel = 0; panel < panelCount; panel++)
        {
            Dot6x1(rows, reduction, panels + panel * step, accumulators + 16 * panel);
        }
    }

    /// <summary>6 pixels × 1 panel: 12 accumulators, which with 2 registers of weights and 1 of activations leave one free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot6x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        byte* x4 = rows[4];
        byte* x5 = rows[5];
        Vector256<int> a00 = default, a01 = default;
        Vector256<int> a10 = default, a11 = default;
        Vector256<int> a20 = default, a21 = default;
        Vector256<int> a30 = default, a31 = default;
        Vector256<int> a40 = default, a41 = default;
        Vector256<int> a50 = default, a51 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                Vector256<sbyte> b0 = Vector256.Load(w0);
                Vector256<sbyte> b1 = Vector256.Load(w0 + 32);
                Vector256<byte> x = Avx2.BroadcastScalarToVector256((int*)(x0 + k)).AsByte();
                a00 = Q.Accumulate(a00, x, b0);
                a01 = Q.Accumulate(a01, x, b1);
                x = Avx2.BroadcastScalarToVector256((int*)(x1 + k)).AsByte();
                a10 = Q.Accumulate(a10, x, b0);
                a11 = Q.Accumulate(a11, x, b1);
                x = Avx2.BroadcastScalarToVector256((int*)(x2 + k)).AsByte();
                a20 = Q.Accumulate(a20, x, b0);
                a21 = Q.Accumulate(a21, x, b1);
                x = Avx2.BroadcastScalarToVector256((int*)(x3 + k)).AsByte();
                a30 = Q.Accumulate(a30, x, b0);
                a31 = Q.Accumulate(a31, x, b1);
                x = Avx2.BroadcastScalarToVector256((int*)(x4 + k)).AsByte();
                a40 = Q.Accumulate(a40, x, b0);
                a41 = Q.Accumulate(a41, x, b1);
                x = Avx2.BroadcastScalarToVector256((int*)(x5 + k)).AsByte();
                a50 = Q.Accumulate(a50, x, b0);
                a51 = Q.Accumulate(a51, x, b1);
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 8);
        a10.Store(accumulators + Stride);
        a11.Store(accumulators + Stride + 8);
        a20.Store(accumulators + 2 * Stride);
        a21.Store(accumulators + 2 * Stride + 8);
        a30.Store(accumulators + 3 * Stride);
        a31.Store(accumulators + 3 * Stride + 8);
        a40.Store(accumulators + 4 * Stride);
        a41.Store(accumulators + 4 * Stride + 8);
        a50.Store(accumulators + 5 * Stride);
        a51.Store(accumulators + 5 * Stride + 8);
    }

    /// <summary>1 pixel × 1 panel, two steps at a time to hide the latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DotSparse1x1(byte* x0, int* segments, int count, sbyte* w0, int* accumulators)
    {
        Vector256<int> a00 = default, a01 = default, a02 = default, a03 = default;
        for (; count >= 2; count -= 2, segments += 2, w0 += 128)
        {
            Vector256<byte> x = Avx2.BroadcastScalarToVector256((int*)(x0 + segments[0])).AsByte();
            a00 = Q.Accumulate(a00, x, Vector256.Load(w0));
            a01 = Q.Accumulate(a01, x, Vector256.Load(w0 + 32));
            x = Avx2.BroadcastScalarToVector256((int*)(x0 + segments[1])).AsByte();
            a02 = Q.Accumulate(a02, x, Vector256.Load(w0 + 64));
            a03 = Q.Accumulate(a03, x, Vector256.Load(w0 + 96));
        }

        if (count == 1)
        {
            Vector256<byte> x = Avx2.BroadcastScalarToVector256((int*)(x0 + segments[0])).AsByte();
            a00 = Q.Accumulate(a00, x, Vector256.Load(w0));
            a01 = Q.Accumulate(a01, x, Vector256.Load(w0 + 32));
        }

        (a00 + a02).Store(accumulators);
        (a01 + a03).Store(accumulators + 8);
    }

    /// <summary>1 pixel × 4 panels: bound by reading the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x4(byte** rows, in Reduction reduction, sbyte* w0, sbyte* w1, sbyte* w2, sbyte* w3, int* accumulators)
    {
        byte* x0 = rows[0];
        Vector256<int> a00 = default, a01 = default, a02 = default, a03 = default, a04 = default, a05 = default, a06 = default, a07 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                Vector256<sbyte> b0 = Vector256.Load(w0);
                Vector256<sbyte> b1 = Vector256.Load(w0 + 32);
                Vector256<sbyte> b2 = Vector256.Load(w1);
                Vector256<sbyte> b3 = Vector256.Load(w1 + 32);
                Vector256<sbyte> b4 = Vector256.Load(w2);
                Vector256<sbyte> b5 = Vector256.Load(w2 + 32);
                Vector256<sbyte> b6 = Vector256.Load(w3);
                Vector256<sbyte> b7 = Vector256.Load(w3 + 32);
                Vector256<byte> x = Avx2.BroadcastScalarToVector256((int*)(x0 + k)).AsByte();
                a00 = Q.Accumulate(a00, x, b0);
                a01 = Q.Accumulate(a01, x, b1);
                a02 = Q.Accumulate(a02, x, b2);
                a03 = Q.Accumulate(a03, x, b3);
                a04 = Q.Accumulate(a04, x, b4);
                a05 = Q.Accumulate(a05, x, b5);
                a06 = Q.Accumulate(a06, x, b6);
                a07 = Q.Accumulate(a07, x, b7);
                w0 += 64;
                w1 += 64;
                w2 += 64;
                w3 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 8);
        a02.Store(accumulators + 16);
        a03.Store(accumulators + 24);
        a04.Store(accumulators + 32);
        a05.Store(accumulators + 40);
        a06.Store(accumulators + 48);
        a07.Store(accumulators + 56);
    }
}
