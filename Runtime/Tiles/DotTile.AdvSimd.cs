using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>SMULL and SADALP: 2 pixels × 1 panel at a time. An accumulator holds two channels' sums in two halves, which the end adds.</summary>
internal readonly unsafe struct AdvSimdTile : IDotTile
{
    const int Stride = 16;

    public static int Rows => 2;

    public static int Panels => 1;

    public static bool Signed => true;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators) =>
        SparseDot<AdvSimdTile>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);

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

    /// <summary>Four codes minus 128, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<sbyte> Signed4(byte* x) => AdvSimd.Xor(AdvSimd.DuplicateToVector128(*(int*)x).AsSByte(), AdvSimd.DuplicateToVector128((sbyte)-128));

    /// <summary>2 pixels × 1 panel: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot2x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default, a04 = default, a05 = default, a06 = default, a07 = default;
        Vector128<int> a10 = default, a11 = default, a12 = default, a13 = default, a14 = default, a15 = default, a16 = default, a17 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                Vector128<sbyte> v0 = AdvSimd.LoadVector128(w0);
                Vector128<sbyte> v1 = AdvSimd.LoadVector128(w0 + 16);
                Vector128<sbyte> v2 = AdvSimd.LoadVector128(w0 + 32);
                Vector128<sbyte> v3 = AdvSimd.LoadVector128(w0 + 48);
                Vector128<sbyte> b = Signed4(x0 + k);
                a00 = AdvSimd.AddPairwiseWideningAndAdd(a00, AdvSimd.MultiplyWideningLower(v0.GetLower(), b.GetLower()));
                a01 = AdvSimd.AddPairwiseWideningAndAdd(a01, AdvSimd.MultiplyWideningUpper(v0, b));
                a02 = AdvSimd.AddPairwiseWideningAndAdd(a02, AdvSimd.MultiplyWideningLower(v1.GetLower(), b.GetLower()));
                a03 = AdvSimd.AddPairwiseWideningAndAdd(a03, AdvSimd.MultiplyWideningUpper(v1, b));
                a04 = AdvSimd.AddPairwiseWideningAndAdd(a04, AdvSimd.MultiplyWideningLower(v2.GetLower(), b.GetLower()));
                a05 = AdvSimd.AddPairwiseWideningAndAdd(a05, AdvSimd.MultiplyWideningUpper(v2, b));
                a06 = AdvSimd.AddPairwiseWideningAndAdd(a06, AdvSimd.MultiplyWideningLower(v3.GetLower(), b.GetLower()));
                a07 = AdvSimd.AddPairwiseWideningAndAdd(a07, AdvSimd.MultiplyWideningUpper(v3, b));
                b = Signed4(x1 + k);
                a10 = AdvSimd.AddPairwiseWideningAndAdd(a10, AdvSimd.MultiplyWideningLower(v0.GetLower(), b.GetLower()));
                a11 = AdvSimd.AddPairwiseWideningAndAdd(a11, AdvSimd.MultiplyWideningUpper(v0, b));
                a12 = AdvSimd.AddPairwiseWideningAndAdd(a12, AdvSimd.MultiplyWideningLower(v1.GetLower(), b.GetLower()));
                a13 = AdvSimd.AddPairwiseWideningAndAdd(a13, AdvSimd.MultiplyWideningUpper(v1, b));
                a14 = AdvSimd.AddPairwiseWideningAndAdd(a14, AdvSimd.MultiplyWideningLower(v2.GetLower(), b.GetLower()));
                a15 = AdvSimd.AddPairwiseWideningAndAdd(a15, AdvSimd.MultiplyWideningUpper(v2, b));
                a16 = AdvSimd.AddPairwiseWideningAndAdd(a16, AdvSimd.MultiplyWideningLower(v3.GetLower(), b.GetLower()));
                a17 = AdvSimd.AddPairwiseWideningAndAdd(a17, AdvSimd.MultiplyWideningUpper(v3, b));
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        AdvSimd.Store(accumulators, AdvSimd.Arm64.AddPairwise(a00, a01));
        AdvSimd.Store(accumulators + 4, AdvSimd.Arm64.AddPairwise(a02, a03));
        AdvSimd.Store(accumulators + 8, AdvSimd.Arm64.AddPairwise(a04, a05));
        AdvSimd.Store(accumulators + 12, AdvSimd.Arm64.AddPairwise(a06, a07));
        AdvSimd.Store(accumulators + Stride, AdvSimd.Arm64.AddPairwise(a10, a11));
        AdvSimd.Store(accumulators + Stride + 4, AdvSimd.Arm64.AddPairwise(a12, a13));
        AdvSimd.Store(accumulators + Stride + 8, AdvSimd.Arm64.AddPairwise(a14, a15));
        AdvSimd.Store(accumulators + Stride + 12, AdvSimd.Arm64.AddPairwise(a16, a17));
    }

    /// <summary>1 pixel × 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot1x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default, a04 = default, a05 = default, a06 = default, a07 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            do
            {
                Vector128<sbyte> v0 = AdvSimd.LoadVector128(w0);
                Vector128<sbyte> v1 = AdvSimd.LoadVector128(w0 + 16);
                Vector128<sbyte> v2 = AdvSimd.LoadVector128(w0 + 32);
                Vector128<sbyte> v3 = AdvSimd.LoadVector128(w0 + 48);
                Vector128<sbyte> b = Signed4(x0 + k);
                a00 = AdvSimd.AddPairwiseWideningAndAdd(a00, AdvSimd.MultiplyWideningLower(v0.GetLower(), b.GetLower()));
                a01 = AdvSimd.AddPairwiseWideningAndAdd(a01, AdvSimd.MultiplyWideningUpper(v0, b));
                a02 = AdvSimd.AddPairwiseWideningAndAdd(a02, AdvSimd.MultiplyWideningLower(v1.GetLower(), b.GetLower()));
                a03 = AdvSimd.AddPairwiseWideningAndAdd(a03, AdvSimd.MultiplyWideningUpper(v1, b));
                a04 = AdvSimd.AddPairwiseWideningAndAdd(a04, AdvSimd.MultiplyWideningLower(v2.GetLower(), b.GetLower()));
                a05 = AdvSimd.AddPairwiseWideningAndAdd(a05, AdvSimd.MultiplyWideningUpper(v2, b));
                a06 = AdvSimd.AddPairwiseWideningAndAdd(a06, AdvSimd.MultiplyWideningLower(v3.GetLower(), b.GetLower()));
                a07 = AdvSimd.AddPairwiseWideningAndAdd(a07, AdvSimd.MultiplyWideningUpper(v3, b));
                w0 += 64;
                k += 4;
            }
            while (k < last);
        }

        AdvSimd.Store(accumulators, AdvSimd.Arm64.AddPairwise(a00, a01));
        AdvSimd.Store(accumulators + 4, AdvSimd.Arm64.AddPairwise(a02, a03));
        AdvSimd.Store(accumulators + 8, AdvSimd.Arm64.AddPairwise(a04, a05));
        AdvSimd.Store(accumulators + 12, AdvSimd.Arm64.AddPairwise(a06, a07));
    }
}
