using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>VPMADDWD over pairs of taps in 512-bit registers: 8 pixels × 32 or 16 channels at a time.</summary>
internal readonly unsafe struct Avx512DepthwiseTile : IDepthwiseTile
{
    const int Stride = 64;

    public static int Rows => 8;

    public static int Panels => 4;

    public static void Dot(byte** rows, int* taps, int tapCount, short* weights, nint panelWeights, int panelCount, int* accumulators)
    {
        for (int panel = 0; panel < panelCount; panel += 2, weights += 2 * panelWeights)
        {
            if (panel + 1 < panelCount)
            {
                Dot32(rows, 16 * panel, taps, tapCount, weights, weights + panelWeights, accumulators + 16 * panel);
            }
            else
            {
                Dot16(rows, 16 * panel, taps, tapCount, weights, accumulators + 16 * panel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<short> Join(short* low, short* high) => Avx512F.InsertVector256(Vector256.Load(low).ToVector512Unsafe(), Vector256.Load(high), 1);

    /// <summary>32 channels. Interleaving the taps' bytes within 128-bit lanes leaves channels 0–7 and 16–23 in one register, 8–15 and 24–31 in the other; the weights follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot32(byte** rows, int channel, int* taps, int tapCount, short* w0, short* w1, int* accumulators)
    {
        byte* x0 = rows[0] + channel;
        byte* x1 = rows[1] + channel;
        byte* x2 = rows[2] + channel;
        byte* x3 = rows[3] + channel;
        byte* x4 = rows[4] + channel;
        byte* x5 = rows[5] + channel;
        byte* x6 = rows[6] + channel;
        byte* x7 = rows[7] + channel;
        Vector512<int> a00 = default, a01 = default;
        Vector512<int> a10 = default, a11 = default;
        Vector512<int> a20 = default, a21 = default;
        Vector512<int> a30 = default, a31 = default;
        Vector512<int> a40 = default, a41 = default;
        Vector512<int> a50 = default, a51 = default;
        Vector512<int> a60 = default, a61 = default;
        Vector512<int> a70 = default, a71 = default;
        for (int tap = 0; tap < tapCount; tap += 2)
        {
            nint t0 = taps[tap];
            nint t1 = tap + 1 < tapCount ? taps[tap + 1] : t0;
            Vector512<short> low = Join(w0, w1);
            Vector512<short> high = Join(w0 + 16, w1 + 16);
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
            first = Vector256.Load(x4 + t0);
            second = Vector256.Load(x4 + t1);
            a40 = Avx512F.Add(a40, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a41 = Avx512F.Add(a41, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            first = Vector256.Load(x5 + t0);
            second = Vector256.Load(x5 + t1);
            a50 = Avx512F.Add(a50, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a51 = Avx512F.Add(a51, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            first = Vector256.Load(x6 + t0);
            second = Vector256.Load(x6 + t1);
            a60 = Avx512F.Add(a60, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a61 = Avx512F.Add(a61, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            first = Vector256.Load(x7 + t0);
            second = Vector256.Load(x7 + t1);
            a70 = Avx512F.Add(a70, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackLow(first, second)), low));
            a71 = Avx512F.Add(a71, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Avx2.UnpackHigh(first, second)), high));
            w0 += 32;
            w1 += 32;
        }

        Avx512F.InsertVector256(a00, a01.GetLower(), 1).Store(accumulators);
        Avx512F.Shuffle4x128(a00, a01, 0b11_10_11_10).Store(accumulators + 16);
        Avx512F.InsertVector256(a10, a11.GetLower(), 1).Store(accumulators + Stride);
        Avx512F.Shuffle4x128(a10, a11, 0b11_10_11_10).Store(accumulators + Stride + 16);
        Avx512F.InsertVector256(a20, a21.GetLower(), 1).Store(accumulators + 2 * Stride);
        Avx512F.Shuffle4x128(a20, a21, 0b11_10_11_10).Store(accumulators + 2 * Stride + 16);
        Avx512F.InsertVector256(a30, a31.GetLower(), 1).Store(accumulators + 3 * Stride);
        Avx512F.Shuffle4x128(a30, a31, 0b11_10_11_10).Store(accumulators + 3 * Stride + 16);
        Avx512F.InsertVector256(a40, a41.GetLower(), 1).Store(accumulators + 4 * Stride);
        Avx512F.Shuffle4x128(a40, a41, 0b11_10_11_10).Store(accumulators + 4 * Stride + 16);
        Avx512F.InsertVector256(a50, a51.GetLower(), 1).Store(accumulators + 5 * Stride);
        Avx512F.Shuffle4x128(a50, a51, 0b11_10_11_10).Store(accumulators + 5 * Stride + 16);
        Avx512F.InsertVector256(a60, a61.GetLower(), 1).Store(accumulators + 6 * Stride);
        Avx512F.Shuffle4x128(a60, a61, 0b11_10_11_10).Store(accumulators + 6 * Stride + 16);
        Avx512F.InsertVector256(a70, a71.GetLower(), 1).Store(accumulators + 7 * Stride);
        Avx512F.Shuffle4x128(a70, a71, 0b11_10_11_10).Store(accumulators + 7 * Stride + 16);
    }

    /// <summary>16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot16(byte** rows, int channel, int* taps, int tapCount, short* w, int* accumulators)
    {
        byte* x0 = rows[0] + channel;
        byte* x1 = rows[1] + channel;
        byte* x2 = rows[2] + channel;
        byte* x3 = rows[3] + channel;
        byte* x4 = rows[4] + channel;
        byte* x5 = rows[5] + channel;
        byte* x6 = rows[6] + channel;
        byte* x7 = rows[7] + channel;
        Vector512<int> a00 = default;
        Vector512<int> a10 = default;
        Vector512<int> a20 = default;
        Vector512<int> a30 = default;
        Vector512<int> a40 = default;
        Vector512<int> a50 = default;
        Vector512<int> a60 = default;
        Vector512<int> a70 = default;
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
            first = Vector128.Load(x4 + t0);
            second = Vector128.Load(x4 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a40 = Avx512F.Add(a40, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            first = Vector128.Load(x5 + t0);
            second = Vector128.Load(x5 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a50 = Avx512F.Add(a50, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            first = Vector128.Load(x6 + t0);
            second = Vector128.Load(x6 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a60 = Avx512F.Add(a60, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            first = Vector128.Load(x7 + t0);
            second = Vector128.Load(x7 + t1);
            pairs = Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));
            a70 = Avx512F.Add(a70, Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(pairs), both));
            w += 32;
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
}
