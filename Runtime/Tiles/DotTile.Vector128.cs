using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>PMADDWD in 128-bit registers: 2 pixels × 1 panel at a time.</summary>
internal readonly unsafe struct Vector128Tile<P> : IDotTile
    where P : struct, IProduct<Vector128<short>, Vector128<int>>
{
    const int Stride = 16;

    public static int Rows => 2;

    public static int Panels => 1;

    public static bool Signed => false;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators) =>
        SparseDot<Vector128Tile<P>>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);

    public static void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        if (rowCount == 1)
        {
            Dot1x1(rows, reduction, panels, accumulators);
        }
        else
        {
            Dot2x1(rows, reduction, panels, accumulators);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<short> Broadcast(byte* x) => Vector128.Create(*(int*)x).AsInt16();

    /// <summary>2 pixels × 1 panel: 8 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot2x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default;
        Vector128<int> a10 = default, a11 = default, a12 = default, a13 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector128.Load(w0).AsInt16(), out Vector128<short> e0, out Vector128<short> o0);
                P.SplitWeights(Vector128.Load(w0 + 16).AsInt16(), out Vector128<short> e1, out Vector128<short> o1);
                P.SplitWeights(Vector128.Load(w0 + 32).AsInt16(), out Vector128<short> e2, out Vector128<short> o2);
                P.SplitWeights(Vector128.Load(w0 + 48).AsInt16(), out Vector128<short> e3, out Vector128<short> o3);
                P.SplitActivations(Broadcast(x0 + k), out Vector128<short> e, out Vector128<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                a01 = P.Accumulate(a01, e, o, e1, o1);
                a02 = P.Accumulate(a02, e, o, e2, o2);
                a03 = P.Accumulate(a03, e, o, e3, o3);
                P.SplitActivations(Broadcast(x1 + k), out e, out o);
                a10 = P.Accumulate(a10, e, o, e0, o0);
                a11 = P.Accumulate(a11, e, o, e1, o1);
                a12 = P.Accumulate(a12, e, o, e2, o2);
                a13 = P.Accumulate(a13, e, o, e3, o3);
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 4);
        a02.Store(accumulators + 8);
        a03.Store(accumulators + 12);
        a10.Store(accumulators + Stride);
        a11.Store(accumulators + Stride + 4);
        a12.Store(accumulators + Stride + 8);
        a13.Store(accumulators + Stride + 12);
    }

    /// <summary>1 pixel × 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                P.SplitWeights(Vector128.Load(w0).AsInt16(), out Vector128<short> e0, out Vector128<short> o0);
                P.SplitWeights(Vector128.Load(w0 + 16).AsInt16(), out Vector128<short> e1, out Vector128<short> o1);
                P.SplitWeights(Vector128.Load(w0 + 32).AsInt16(), out Vector128<short> e2, out Vector128<short> o2);
                P.SplitWeights(Vector128.Load(w0 + 48).AsInt16(), out Vector128<short> e3, out Vector128<short> o3);
                P.SplitActivations(Broadcast(x0 + k), out Vector128<short> e, out Vector128<short> o);
                a00 = P.Accumulate(a00, e, o, e0, o0);
                a01 = P.Accumulate(a01, e, o, e1, o1);
                a02 = P.Accumulate(a02, e, o, e2, o2);
                a03 = P.Accumulate(a03, e, o, e3, o3);
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        a00.Store(accumulators);
        a01.Store(accumulators + 4);
        a02.Store(accumulators + 8);
        a03.Store(accumulators + 12);
    }
}
