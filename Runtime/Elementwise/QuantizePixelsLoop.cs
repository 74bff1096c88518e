using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>
/// A run of pixels, of up to four float planes each, to interleaved codes: a lane collects the codes of one pixel. The planes are the innermost
/// dimension of the nest that it is made from; it runs along the dimension before.
/// </summary>
internal readonly unsafe struct QuantizePixelsLoop : ILoop
{
    public const int MostChannels = 4;

    readonly float* from;
    readonly byte* to;
    readonly int channels;
    readonly int planeStride;
    readonly int pixelStride;
    readonly float divisor;
    readonly int zero;
    readonly float least;
    readonly float most;

    public QuantizePixelsLoop(float* x, byte* y, in LoopNest nest, float scale, int zeroPoint, int low, int high)
    {
        int inner = nest.Rank - 1;
        from = x;
        to = y;
        channels = nest.Extent[inner];
        planeStride = nest.X[inner];
        pixelStride = nest.Y[inner - 1];
        divisor = scale;
        zero = zeroPoint;
        least = low - zeroPoint;
        most = high - zeroPoint;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        F scale = L.Create(divisor);
        CodeRounding<L, I, F> rounding = new(least, most, zero);
        float* floats = stackalloc float[L.Count];
        int* pixels = stackalloc int[L.Count];
        for (int i = 0; i < count; i += L.Count)
        {
            int valid = Math.Min(L.Count, count - i);
            I codes = L.Create(0);
            for (int channel = channels - 1; channel >= 0; channel--)
            {
                F value = L.Divide(L.Load(LaneAccess.Gather(from + x + i + (nint)channel * planeStride, 1, valid, floats, L.Count)), scale);
                codes = L.Add(L.Multiply(codes, L.Create(256)), rounding.Of(value));
            }

            if (typeof(L) == typeof(Avx512Lanes) && channels == 3 && pixelStride == 3 && valid == L.Count)
            {
                StoreTriples(Unsafe.BitCast<I, Vector512<byte>>(codes), to + y + 3 * (nint)i);
                continue;
            }

            L.Store(pixels, codes);
            Store(pixels, to + y + (nint)i * pixelStride, valid);
        }
    }

    /// <summary>Sixteen pixels of three bytes, each in a double word: close the gaps in the 128-bit lanes, then those between them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreTriples(Vector512<byte> pixels, byte* y)
    {
        Vector512<byte> closed = Avx512BW.Shuffle(
            pixels, Vector512.Create(Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255)));
        Vector512<int> packed = Avx512F.PermuteVar16x32(closed.AsInt32(), Vector512.Create(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15));
        packed.GetLower().AsByte().Store(y);
        packed.GetUpper().GetLower().AsByte().Store(y + 32);
    }

    /// <summary>Where pixels follow one another, each store may reach into the next pixel, which comes later; the last one must be exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Store(int* pixels, byte* y, int count)
    {
        int exact = pixelStride == channels ? Math.Max(0, count - MostChannels) : 0;
        int i = 0;
        for (; i < exact; i++, y += pixelStride)
        {
            *(int*)y = pixels[i];
        }

        for (; i < count; i++, y += pixelStride)
        {
            Bytes.Copy(y, (byte*)(pixels + i), channels);
        }
    }
}
