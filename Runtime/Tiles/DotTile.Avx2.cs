using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>VPMADDWD in 256-bit registers: 4 pixels × 1 panel, or 1 pixel × 1 or 2 panels, at a time.</summary>
internal readonly unsafe struct Avx2Tile<P> : IDotTile
    where P : struct, IProduct<Vector256<short>, Vector256<int>>
{
    const int Stride = 32;

    public static int Rows => 4;

    public static int Panels => 2;

    public static bool Signed => false;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators) =>
        SparseDot<Avx2Tile<P>>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);

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
            Dot1x2(rows, reduction, panels, panels + step * (panelCount - 1), accumulators);
            return;
        }

        for (int panel = 0; panel < panelCount; panel++)
        {
            Dot4x1(rows, reduction, panels + panel * step, accumulators + 16 * panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<short> Broadcast(byte* x) => Avx2.BroadcastScalarToVector256((int*)x).AsInt16();

    /// <summary>4 pixels × 1 panel: 8 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot4x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        Vector256<int> a00 = default, a01 = default;
        Vector256<int> a10 = default, a11 = default;
        Vector256<int> a20 = default, a21 = default;
        Vector256<int> a30 = default, a31 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector256.Load(w0).AsInt16(), out Vector256<short> e0, out Vector256<short> o0);
                P.SplitWeights(Vector256.Load(w0 + 32).AsInt16(), out Vector256<short> e1, out Vector256<short> o1);
                P.SplitActivations(Broadcast(x0 + k), out Vector256<short> e, out Vector256<short> o);
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
    }

    /// <summary>1 pixel × 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x1(byte* x0, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        Vector256<int> a00 = default, a01 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector256.Load(w0).AsInt16(), out Vector256<short> e0, out Vector256<short> o0);
                P.SplitWeights(Vector256.Load(w0 + 32).AsInt16(), out Vector256<short> e1, out Vector256<short> o1);
                P.SplitActivations(Broadcast(x0 + k), out Vector256<short> e, out Vector256<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                a01 = P.Accumulate(a01, e, o, e1, o1);
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 8);
    }

    /// <summary>1 pixel × 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x2(byte** rows, in Reduction reduction, sbyte* w0, sbyte* w1, int* accumulators)
    {
        byte* x0 = rows[0];
        Vector256<int> a00 = default, a01 = default, a02 = default, a03 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector256.Load(w0).AsInt16(), out Vector256<short> e0, out Vector256<short> o0);
                P.SplitWeights(Vector256.Load(w0 + 32).AsInt16(), out Vector256<short> e1, out Vector256<short> o1);
                P.SplitWeights(Vector256.Load(w1).AsInt16(), out Vector256<short> e2, out Vector256<short> o2);
                P.SplitWeights(Vector256.Load(w1 + 32).AsInt16(), out Vector256<short> e3, out Vector256<short> o3);
                P.SplitActivations(Broadcast(x0 + k), out Vector256<short> e, out Vector256<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                a01 = P.Accumulate(a01, e, o, e1, o1);
                a02 = P.Accumulate(a02, e, o, e2, o2);
                a03 = P.Accumulate(a03, e, o, e3, o3);
                w0 += 64;
                w1 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 8);
        a02.Store(accumulators + 16);
        a03.Store(accumulators + 24);
    }
}
