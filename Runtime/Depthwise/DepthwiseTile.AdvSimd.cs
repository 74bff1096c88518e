using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>SMLAL over single taps: 4 pixels × 16 channels at a time.</summary>
internal readonly unsafe struct AdvSimdDepthwiseTile : IDepthwiseTile
{
    const int Stride = 16;

    public static int Rows => 4;

    public static int Panels => 1;

    public static void Dot(byte** rows, int* taps, int tapCount, short* weights, nint panelWeights, int panelCount, int* accumulators) =>
        Dot16(rows, taps, tapCount, weights, accumulators);

    /// <summary>16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot16(byte** rows, int* taps, int tapCount, short* w, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default;
        Vector128<int> a10 = default, a11 = default, a12 = default, a13 = default;
        Vector128<int> a20 = default, a21 = default, a22 = default, a23 = default;
        Vector128<int> a30 = default, a31 = default, a32 = default, a33 = default;
        for (int tap = 0; tap < tapCount; tap += 2)
        {
            nint t0 = taps[tap];
            nint t1 = tap + 1 < tapCount ? taps[tap + 1] : t0;
            Vector128<short> p0 = AdvSimd.LoadVector128(w);
            Vector128<short> p1 = AdvSimd.LoadVector128(w + 8);
            Vector128<short> p2 = AdvSimd.LoadVector128(w + 16);
            Vector128<short> p3 = AdvSimd.LoadVector128(w + 24);
            Vector128<short> low0 = AdvSimd.Arm64.UnzipEven(p0, p1);
            Vector128<short> high0 = AdvSimd.Arm64.UnzipEven(p2, p3);
            Vector128<short> low1 = AdvSimd.Arm64.UnzipOdd(p0, p1);
            Vector128<short> high1 = AdvSimd.Arm64.UnzipOdd(p2, p3);
            Vector128<byte> x = AdvSimd.LoadVector128(x0 + t0);
            Vector128<short> low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            Vector128<short> high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a00 = AdvSimd.MultiplyWideningLowerAndAdd(a00, low.GetLower(), low0.GetLower());
            a01 = AdvSimd.MultiplyWideningUpperAndAdd(a01, low, low0);
            a02 = AdvSimd.MultiplyWideningLowerAndAdd(a02, high.GetLower(), high0.GetLower());
            a03 = AdvSimd.MultiplyWideningUpperAndAdd(a03, high, high0);
            x = AdvSimd.LoadVector128(x0 + t1);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a00 = AdvSimd.MultiplyWideningLowerAndAdd(a00, low.GetLower(), low1.GetLower());
            a01 = AdvSimd.MultiplyWideningUpperAndAdd(a01, low, low1);
            a02 = AdvSimd.MultiplyWideningLowerAndAdd(a02, high.GetLower(), high1.GetLower());
            a03 = AdvSimd.MultiplyWideningUpperAndAdd(a03, high, high1);
            x = AdvSimd.LoadVector128(x1 + t0);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a10 = AdvSimd.MultiplyWideningLowerAndAdd(a10, low.GetLower(), low0.GetLower());
            a11 = AdvSimd.MultiplyWideningUpperAndAdd(a11, low, low0);
            a12 = AdvSimd.MultiplyWideningLowerAndAdd(a12, high.GetLower(), high0.GetLower());
            a13 = AdvSimd.MultiplyWideningUpperAndAdd(a13, high, high0);
            x = AdvSimd.LoadVector128(x1 + t1);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a10 = AdvSimd.MultiplyWideningLowerAndAdd(a10, low.GetLower(), low1.GetLower());
            a11 = AdvSimd.MultiplyWideningUpperAndAdd(a11, low, low1);
            a12 = AdvSimd.MultiplyWideningLowerAndAdd(a12, high.GetLower(), high1.GetLower());
            a13 = AdvSimd.MultiplyWideningUpperAndAdd(a13, high, high1);
            x = AdvSimd.LoadVector128(x2 + t0);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a20 = AdvSimd.MultiplyWideningLowerAndAdd(a20, low.GetLower(), low0.GetLower());
            a21 = AdvSimd.MultiplyWideningUpperAndAdd(a21, low, low0);
            a22 = AdvSimd.MultiplyWideningLowerAndAdd(a22, high.GetLower(), high0.GetLower());
            a23 = AdvSimd.MultiplyWideningUpperAndAdd(a23, high, high0);
            x = AdvSimd.LoadVector128(x2 + t1);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a20 = AdvSimd.MultiplyWideningLowerAndAdd(a20, low.GetLower(), low1.GetLower());
            a21 = AdvSimd.MultiplyWideningUpperAndAdd(a21, low, low1);
            a22 = AdvSimd.MultiplyWideningLowerAndAdd(a22, high.GetLower(), high1.GetLower());
            a23 = AdvSimd.MultiplyWideningUpperAndAdd(a23, high, high1);
            x = AdvSimd.LoadVector128(x3 + t0);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a30 = AdvSimd.MultiplyWideningLowerAndAdd(a30, low.GetLower(), low0.GetLower());
            a31 = AdvSimd.MultiplyWideningUpperAndAdd(a31, low, low0);
            a32 = AdvSimd.MultiplyWideningLowerAndAdd(a32, high.GetLower(), high0.GetLower());
            a33 = AdvSimd.MultiplyWideningUpperAndAdd(a33, high, high0);
            x = AdvSimd.LoadVector128(x3 + t1);
            low = AdvSimd.ZeroExtendWideningLower(x.GetLower()).AsInt16();
            high = AdvSimd.ZeroExtendWideningUpper(x).AsInt16();
            a30 = AdvSimd.MultiplyWideningLowerAndAdd(a30, low.GetLower(), low1.GetLower());
            a31 = AdvSimd.MultiplyWideningUpperAndAdd(a31, low, low1);
            a32 = AdvSimd.MultiplyWideningLowerAndAdd(a32, high.GetLower(), high1.GetLower());
            a33 = AdvSimd.MultiplyWideningUpperAndAdd(a33, high, high1);
            w += 32;
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
}
