using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>SDOT by lane: 4 pixels × 1 panel at a time, 16 values of K per load of activations.</summary>
internal readonly unsafe struct ArmDpTile : IDotTile
{
    const int Stride = 16;

    public static int Rows => 4;

    public static int Panels => 1;

    public static bool Signed => true;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators) =>
        SparseDot<ArmDpTile>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);

    public static void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        if (rowCount == 1)
        {
            Dot1x1(rows, reduction, panels, accumulators);
        }
        else
        {
            Dot4x1(rows, reduction, panels, accumulators);
        }
    }

    /// <summary>Sixteen codes minus 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<sbyte> Signed16(byte* x) => AdvSimd.Xor(AdvSimd.LoadVector128((sbyte*)x), AdvSimd.DuplicateToVector128((sbyte)-128));

    /// <summary>Four codes minus 128, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<sbyte> Signed4(byte* x) => AdvSimd.Xor(AdvSimd.DuplicateToVector128(*(int*)x).AsSByte(), AdvSimd.DuplicateToVector128((sbyte)-128));

    /// <summary>4 pixels × 1 panel: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot4x1(byte** rows, in Reduction reduction, sbyte* w0, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default;
        Vector128<int> a10 = default, a11 = default, a12 = default, a13 = default;
        Vector128<int> a20 = default, a21 = default, a22 = default, a23 = default;
        Vector128<int> a30 = default, a31 = default, a32 = default, a33 = default;
        int bytes = reduction.SegmentBytes;
        int* segment = reduction.Segments;
        for (int* end = segment + reduction.SegmentCount; segment < end; segment++)
        {
            nint k = *segment;
            nint last = k + bytes;
            for (; k + 16 <= last; k += 16)
            {
                Vector128<sbyte> b0 = Signed16(x0 + k);
                Vector128<sbyte> b1 = Signed16(x1 + k);
                Vector128<sbyte> b2 = Signed16(x2 + k);
                Vector128<sbyte> b3 = Signed16(x3 + k);
                Vector128<sbyte> v0 = AdvSimd.LoadVector128(w0);
                Vector128<sbyte> v1 = AdvSimd.LoadVector128(w0 + 16);
                Vector128<sbyte> v2 = AdvSimd.LoadVector128(w0 + 32);
                Vector128<sbyte> v3 = AdvSimd.LoadVector128(w0 + 48);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 0);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 0);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 0);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 0);
                a10 = Dp.DotProductBySelectedQuadruplet(a10, v0, b1, 0);
                a11 = Dp.DotProductBySelectedQuadruplet(a11, v1, b1, 0);
                a12 = Dp.DotProductBySelectedQuadruplet(a12, v2, b1, 0);
                a13 = Dp.DotProductBySelectedQuadruplet(a13, v3, b1, 0);
                a20 = Dp.DotProductBySelectedQuadruplet(a20, v0, b2, 0);
                a21 = Dp.DotProductBySelectedQuadruplet(a21, v1, b2, 0);
                a22 = Dp.DotProductBySelectedQuadruplet(a22, v2, b2, 0);
                a23 = Dp.DotProductBySelectedQuadruplet(a23, v3, b2, 0);
                a30 = Dp.DotProductBySelectedQuadruplet(a30, v0, b3, 0);
                a31 = Dp.DotProductBySelectedQuadruplet(a31, v1, b3, 0);
                a32 = Dp.DotProductBySelectedQuadruplet(a32, v2, b3, 0);
                a33 = Dp.DotProductBySelectedQuadruplet(a33, v3, b3, 0);
                v0 = AdvSimd.LoadVector128(w0 + 64);
                v1 = AdvSimd.LoadVector128(w0 + 80);
                v2 = AdvSimd.LoadVector128(w0 + 96);
                v3 = AdvSimd.LoadVector128(w0 + 112);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 1);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 1);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 1);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 1);
                a10 = Dp.DotProductBySelectedQuadruplet(a10, v0, b1, 1);
                a11 = Dp.DotProductBySelectedQuadruplet(a11, v1, b1, 1);
                a12 = Dp.DotProductBySelectedQuadruplet(a12, v2, b1, 1);
                a13 = Dp.DotProductBySelectedQuadruplet(a13, v3, b1, 1);
                a20 = Dp.DotProductBySelectedQuadruplet(a20, v0, b2, 1);
                a21 = Dp.DotProductBySelectedQuadruplet(a21, v1, b2, 1);
                a22 = Dp.DotProductBySelectedQuadruplet(a22, v2, b2, 1);
                a23 = Dp.DotProductBySelectedQuadruplet(a23, v3, b2, 1);
                a30 = Dp.DotProductBySelectedQuadruplet(a30, v0, b3, 1);
                a31 = Dp.DotProductBySelectedQuadruplet(a31, v1, b3, 1);
                a32 = Dp.DotProductBySelectedQuadruplet(a32, v2, b3, 1);
                a33 = Dp.DotProductBySelectedQuadruplet(a33, v3, b3, 1);
                v0 = AdvSimd.LoadVector128(w0 + 128);
                v1 = AdvSimd.LoadVector128(w0 + 144);
                v2 = AdvSimd.LoadVector128(w0 + 160);
                v3 = AdvSimd.LoadVector128(w0 + 176);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 2);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 2);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 2);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 2);
                a10 = Dp.DotProductBySelectedQuadruplet(a10, v0, b1, 2);
                a11 = Dp.DotProductBySelectedQuadruplet(a11, v1, b1, 2);
                a12 = Dp.DotProductBySelectedQuadruplet(a12, v2, b1, 2);
                a13 = Dp.DotProductBySelectedQuadruplet(a13, v3, b1, 2);
                a20 = Dp.DotProductBySelectedQuadruplet(a20, v0, b2, 2);
                a21 = Dp.DotProductBySelectedQuadruplet(a21, v1, b2, 2);
                a22 = Dp.DotProductBySelectedQuadruplet(a22, v2, b2, 2);
                a23 = Dp.DotProductBySelectedQuadruplet(a23, v3, b2, 2);
                a30 = Dp.DotProductBySelectedQuadruplet(a30, v0, b3, 2);
                a31 = Dp.DotProductBySelectedQuadruplet(a31, v1, b3, 2);
                a32 = Dp.DotProductBySelectedQuadruplet(a32, v2, b3, 2);
                a33 = Dp.DotProductBySelectedQuadruplet(a33, v3, b3, 2);
                v0 = AdvSimd.LoadVector128(w0 + 192);
                v1 = AdvSimd.LoadVector128(w0 + 208);
                v2 = AdvSimd.LoadVector128(w0 + 224);
                v3 = AdvSimd.LoadVector128(w0 + 240);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 3);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 3);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 3);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 3);
                a10 = Dp.DotProductBySelectedQuadruplet(a10, v0, b1, 3);
                a11 = Dp.DotProductBySelectedQuadruplet(a11, v1, b1, 3);
                a12 = Dp.DotProductBySelectedQuadruplet(a12, v2, b1, 3);
                a13 = Dp.DotProductBySelectedQuadruplet(a13, v3, b1, 3);
                a20 = Dp.DotProductBySelectedQuadruplet(a20, v0, b2, 3);
                a21 = Dp.DotProductBySelectedQuadruplet(a21, v1, b2, 3);
                a22 = Dp.DotProductBySelectedQuadruplet(a22, v2, b2, 3);
                a23 = Dp.DotProductBySelectedQuadruplet(a23, v3, b2, 3);
                a30 = Dp.DotProductBySelectedQuadruplet(a30, v0, b3, 3);
                a31 = Dp.DotProductBySelectedQuadruplet(a31, v1, b3, 3);
                a32 = Dp.DotProductBySelectedQuadruplet(a32, v2, b3, 3);
                a33 = Dp.DotProductBySelectedQuadruplet(a33, v3, b3, 3);
                w0 += 256;
            }

            for (; k < last; k += 4)
            {
                Vector128<sbyte> v0 = AdvSimd.LoadVector128(w0);
                Vector128<sbyte> v1 = AdvSimd.LoadVector128(w0 + 16);
                Vector128<sbyte> v2 = AdvSimd.LoadVector128(w0 + 32);
                Vector128<sbyte> v3 = AdvSimd.LoadVector128(w0 + 48);
                Vector128<sbyte> b = Signed4(x0 + k);
                a00 = Dp.DotProduct(a00, v0, b);
                a01 = Dp.DotProduct(a01, v1, b);
                a02 = Dp.DotProduct(a02, v2, b);
                a03 = Dp.DotProduct(a03, v3, b);
                b = Signed4(x1 + k);
                a10 = Dp.DotProduct(a10, v0, b);
                a11 = Dp.DotProduct(a11, v1, b);
                a12 = Dp.DotProduct(a12, v2, b);
                a13 = Dp.DotProduct(a13, v3, b);
                b = Signed4(x2 + k);
                a20 = Dp.DotProduct(a20, v0, b);
                a21 = Dp.DotProduct(a21, v1, b);
                a22 = Dp.DotProduct(a22, v2, b);
                a23 = Dp.DotProduct(a23, v3, b);
                b = Signed4(x3 + k);
                a30 = Dp.DotProduct(a30, v0, b);
                a31 = Dp.DotProduct(a31, v1, b);
                a32 = Dp.DotProduct(a32, v2, b);
                a33 = Dp.DotProduct(a33, v3, b);
                w0 += 64;
            }
        }

        AdvSimd.Store(accumulators, a00);
        AdvSimd.Store(accumulators + 4, a01);
        AdvSimd.Store(accumulators + 8, a02);
        AdvSimd.Store(accumulators + 12, a03);
        AdvSimd.Store(accumulators + Stride, a10);
        AdvSimd.Store(accumulators + Stride + 4, a11);
        AdvSimd.Store(accumulators + Stride + 8, a12);
        AdvSimd.Store(accumulators + Stride + 12, a13);
        AdvSimd.Store(accumulators + 2 * Stride, a20);
        AdvSimd.Store(accumulators + 2 * Stride + 4, a21);
        AdvSimd.Store(accumulators + 2 * Stride + 8, a22);
        AdvSimd.Store(accumulators + 2 * Stride + 12, a23);
        AdvSimd.Store(accumulators + 3 * Stride, a30);
        AdvSimd.Store(accumulators + 3 * Stride + 4, a31);
        AdvSimd.Store(accumulators + 3 * Stride + 8, a32);
        AdvSimd.Store(accumulators + 3 * Stride + 12, a33);
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
            for (; k + 16 <= last; k += 16)
            {
                Vector128<sbyte> b0 = Signed16(x0 + k);
                Vector128<sbyte> v0 = AdvSimd.LoadVector128(w0);
                Vector128<sbyte> v1 = AdvSimd.LoadVector128(w0 + 16);
                Vector128<sbyte> v2 = AdvSimd.LoadVector128(w0 + 32);
                Vector128<sbyte> v3 = AdvSimd.LoadVector128(w0 + 48);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 0);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 0);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 0);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 0);
                v0 = AdvSimd.LoadVector128(w0 + 64);
                v1 = AdvSimd.LoadVector128(w0 + 80);
                v2 = AdvSimd.LoadVector128(w0 + 96);
                v3 = AdvSimd.LoadVector128(w0 + 112);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 1);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 1);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 1);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 1);
                v0 = AdvSimd.LoadVector128(w0 + 128);
                v1 = AdvSimd.LoadVector128(w0 + 144);
                v2 = AdvSimd.LoadVector128(w0 + 160);
                v3 = AdvSimd.LoadVector128(w0 + 176);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 2);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 2);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 2);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 2);
                v0 = AdvSimd.LoadVector128(w0 + 192);
                v1 = AdvSimd.LoadVector128(w0 + 208);
                v2 = AdvSimd.LoadVector128(w0 + 224);
                v3 = AdvSimd.LoadVector128(w0 + 240);
                a00 = Dp.DotProductBySelectedQuadruplet(a00, v0, b0, 3);
                a01 = Dp.DotProductBySelectedQuadruplet(a01, v1, b0, 3);
                a02 = Dp.DotProductBySelectedQuadruplet(a02, v2, b0, 3);
                a03 = Dp.DotProductBySelectedQuadruplet(a03, v3, b0, 3);
                w0 += 256;
            }

            for (; k < last; k += 4)
            {
                Vector128<sbyte> v0 = AdvSimd.LoadVector128(w0);
                Vector128<sbyte> v1 = AdvSimd.LoadVector128(w0 + 16);
                Vector128<sbyte> v2 = AdvSimd.LoadVector128(w0 + 32);
                Vector128<sbyte> v3 = AdvSimd.LoadVector128(w0 + 48);
                Vector128<sbyte> b = Signed4(x0 + k);
                a00 = Dp.DotProduct(a00, v0, b);
                a01 = Dp.DotProduct(a01, v1, b);
                a02 = Dp.DotProduct(a02, v2, b);
                a03 = Dp.DotProduct(a03, v3, b);
                w0 += 64;
            }
        }

        AdvSimd.Store(accumulators, a00);
        AdvSimd.Store(accumulators + 4, a01);
        AdvSimd.Store(accumulators + 8, a02);
        AdvSimd.Store(accumulators + 12, a03);
    }
}
