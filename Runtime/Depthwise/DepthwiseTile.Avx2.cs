using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>VPMADDWD over pairs of taps in 256-bit registers: 4 pixels × 16 channels at a time.</summary>
internal readonly unsafe struct Avx2DepthwiseTile : IDepthwiseTile
{
    const int Stride = 64;

    public static int Rows => 4;

    public static int Panels => 4;

    public static void Dot(byte** rows, int* taps, int tapCount, short* weights, nint panelWeights, int panelCount, int* accumulators)
    {
        for (int panel = 0; panel < panelCount; panel++)
        {
            Dot16(rows, 16 * panel, taps, tapCount, weights + panel * panelWeights, accumulators + 16 * panel);
        }
    }

    /// <summary>16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot16(byte** rows, int channel, int* taps, int tapCount, short* w, int* accumulators)
    {
        byte* x0 = rows[0] + channel;
        byte* x1 = rows[1] + channel;
        byte* x2 = rows[2] + channel;
        byte* x3 = rows[3] + channel;
        Vector256<int> a00 = default, a01 = default;
        Vector256<int> a10 = default, a11 = default;
        Vector256<int> a20 = default, a21 = default;
        Vector256<int> a30 = default, a31 = default;
        for (int tap = 0; tap < tapCount; tap += 2)
        {
            nint t0 = taps[tap];
            nint t1 = tap + 1 < tapCount ? taps[tap + 1] : t0;
            Vector256<short> low = Vector256.Load(w);
            Vector256<short> high = Vector256.Load(w + 16);
            Vector128<byte> first = Vector128.Load(x0 + t0);
            Vector128<byte> second = Vector128.Load(x0 + t1);
            a00 = Avx2.Add(a00, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(first, second)), low));
            a01 = Avx2.Add(a01, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(first, second)), high));
            first = Vector128.Load(x1 + t0);
            second = Vector128.Load(x1 + t1);
            a10 = Avx2.Add(a10, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(first, second)), low));
            a11 = Avx2.Add(a11, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(first, second)), high));
            first = Vector128.Load(x2 + t0);
            second = Vector128.Load(x2 + t1);
            a20 = Avx2.Add(a20, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(first, second)), low));
            a21 = Avx2.Add(a21, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(first, second)), high));
            first = Vector128.Load(x3 + t0);
            second = Vector128.Load(x3 + t1);
            a30 = Avx2.Add(a30, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(first, second)), low));
            a31 = Avx2.Add(a31, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(first, second)), high));
            w += 32;
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
}
