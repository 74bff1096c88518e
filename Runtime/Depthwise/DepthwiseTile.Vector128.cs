using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>PMADDWD over pairs of taps in 128-bit registers: 2 pixels × 16 channels at a time.</summary>
internal readonly unsafe struct Vector128DepthwiseTile : IDepthwiseTile
{
    const int Stride = 64;

    public static int Rows => 2;

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
        Vector128<int> a00 = default, a01 = default, a02 = default, a03 = default;
        Vector128<int> a10 = default, a11 = default, a12 = default, a13 = default;
        for (int tap = 0; tap < tapCount; tap += 2)
        {
            nint t0 = taps[tap];
            nint t1 = tap + 1 < tapCount ? taps[tap + 1] : t0;
            Vector128<byte> first = Vector128.Load(x0 + t0);
            Vector128<byte> second = Vector128.Load(x0 + t1);
            Vector128<byte> low = Sse2.UnpackLow(first, second);
            Vector128<byte> high = Sse2.UnpackHigh(first, second);
            a00 = Sse2.Add(a00, Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(low, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w)));
            a01 = Sse2.Add(a01, Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(low, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w + 8)));
            a02 = Sse2.Add(a02, Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(high, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w + 16)));
            a03 = Sse2.Add(a03, Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(high, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w + 24)));
            first = Vector128.Load(x1 + t0);
            second = Vector128.Load(x1 + t1);
            low = Sse2.UnpackLow(first, second);
            high = Sse2.UnpackHigh(first, second);
            a10 = Sse2.Add(a10, Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(low, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w)));
            a11 = Sse2.Add(a11, Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(low, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w + 8)));
            a12 = Sse2.Add(a12, Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(high, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w + 16)));
            a13 = Sse2.Add(a13, Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(high, Vector128<byte>.Zero).AsInt16(), Vector128.Load(w + 24)));
            w += 32;
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
}
