using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>VPMADDWD over pairs of taps in 512-bit registers: 4 pixels × 32 or 16 channels at a time.</summary>
internal readonly unsafe struct Avx512DepthwiseTile : IDepthwiseTile
{
    const int Stride = 32;

    public static int Rows => 4;

    public static int Panels => 2;

    public static void Dot(byte** rows, int* taps, int tapCount, short* weights, nint panelWeights, int panelCount, int* accumulators)
    {
        if (panelCount == 2)
        {
            Dot32(rows, taps, tapCount, weights, weights + panelWeights, accumulators);
        }
        else
        {
            Dot16(rows, taps, tapCount, weights, accumulators);
        }
    }

    /// <summary>32 channels. Interleaving the taps' bytes within 128-bit lanes leaves channels 0–7 and 16–23 in one register, 8–15 and 24–31 in the other; the weights follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot32(byte** rows, int* taps, int tapCount, short* w0, short* w1, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        Vector512<int> a00 = default, a01 = default;
        Vector512<int> a10 = default, a11 = default;
        Vector512<int> a20 = default, a21 = default;
        Vector512<int> a30 = default, a31 = default;
        for (int tap = 0; tap < tapCount; tap += 2)
        {
            nint t0 = taps[tap];
            nint t1 = tap + 1 < tapCount ? taps[tap + 1] : t0;
            Vector512<short> low = Vector512.Create(Vector256.Load(w0), Vector256.Load(w1));
            Vector512<short> high = Vector512.Create(Vector256.Load(w0 + 16), Vector256.Load(w1 + 16));
            Vector256<byte> first = Vector256.Load(x0 + t0);
            Vector256<byte> second = Vector256.Load(x0 + t1);
            a00 = Avx512F.Add(a00, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a01 = Avx512F.Add(a01, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            first = Vector256.Load(x1 + t0);
            second = Vector256.Load(x1 + t1);
            a10 = Avx512F.Add(a10, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a11 = Avx512F.Add(a11, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            first = Vector256.Load(x2 + t0);
            second = Vector256.Load(x2 + t1);
            a20 = Avx512F.Add(a20, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a21 = Avx512F.Add(a21, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            first = Vector256.Load(x3 + t0);
            second = Vector256.Load(x3 + t1);
            a30 = Avx512F.Add(a30, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a31 = Avx512F.Add(a31, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            w0 += 32;
            w1 += 32;
        }

        a00.GetLower().Store(accumulators);
        a01.GetLower().Store(accumulators + 8);
        a00.GetUpper().Store(accumulators + 16);
        a01.GetUpper().Store(accumulators + 24);
        a10.GetLower().Store(accumulators + Stride);
        a11.GetLower().Store(accumulators + Stride + 8);
        a10.GetUpper().Store(accumulators + Stride + 16);
        a11.GetUpper().Store(accumulators + Stride + 24);
        a20.GetLower().Store(accumulators + 2 * Stride);
        a21.GetLower().Store(accumulators + 2 * Stride + 8);
        a20.GetUpper().Store(accumulators + 2 * Stride + 16);
        a21.GetUpper().Store(accumulators + 2 * Stride + 24);
        a30.GetLower().Store(accumulators + 3 * Stride);
        a31.GetLower().Store(accumulators + 3 * Stride + 8);
        a30.GetUpper().Store(accumulators + 3 * Stride + 16);
        a31.GetUpper().Store(accumulators + 3 * Stride + 24);
    }

    /// <summary>16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot16(byte** rows, int* taps, int tapCount, short* w, int* accumulators)
    {
        byte* x0 = rows[0];
        byte* x1 = rows[1];
        byte* x2 = rows[2];
        byte* x3 = rows[3];
        Vector512<int> a00 = default;
        Vector512<int> a10 = default;
        Vector512<int> a20 = default;
        Vector512<int> a30 = default;
        for (int tap = 0; tap < tapCount; tap += 2)
        {
            nint t0 = taps[tap];
            nint t1 = tap + 1 < tapCount ? taps[tap + 1] : t0;
            Vector512<short> both = Vector512.Load(w);
            Vector128<byte> first = Vector128.Load(x0 + t0);
            Vector128<byte> second = Vector128.Load(x0 + t1);
            Vector256<byte> pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a00 = Avx512F.Add(a00, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            first = Vector128.Load(x1 + t0);
            second = Vector128.Load(x1 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a10 = Avx512F.Add(a10, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            first = Vector128.Load(x2 + t0);
            second = Vector128.Load(x2 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a20 = Avx512F.Add(a20, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            first = Vector128.Load(x3 + t0);
            second = Vector128.Load(x3 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a30 = Avx512F.Add(a30, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            w += 32;
        }

        a00.Store(accumulators);
        a10.Store(accumulators + Stride);
        a20.Store(accumulators + 2 * Stride);
        a30.Store(accumulators + 3 * Stride);
    }
}
