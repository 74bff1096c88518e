using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

internal unsafe partial struct FloatTile
{
    /// <summary>Six pixels, windows at x and outputs at y, against channels that fill pairs of registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void RunPair<T, U>(float** x, float** y)
        where T : struct, IFloatLanes<T>
        where U : struct, IFloatLanes<U>
    {
        T low = T.Of(Low), high = T.Of(High);
        U secondLow = U.Of(Low), secondHigh = U.Of(High);
        for (int channel = ChannelBegin; channel < ChannelEnd; channel += T.Count + U.Count)
        {
            float* w0 = Column(channel), w1 = Column(channel + T.Count);
            T a0 = T.Of(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
            U b0 = U.Of(0), b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
            for (int segment = 0; segment < SegmentCount; segment++)
            {
                nint offset = Segments[segment];
                float* x0 = x[0] + offset, x1 = x[1] + offset, x2 = x[2] + offset, x3 = x[3] + offset, x4 = x[4] + offset, x5 = x[5] + offset;

                // A counter of its own for the second register: were the addresses the same, the just-in-time compiler would load a float once and spread it twice, which is
                // slower than two multiplications that spread it themselves. Registers of one width share what is spread.
                nint other = 0;
                for (nint k = 0; k < SegmentLength; k++)
                {
                    T u = T.Load(w0);
                    U v = U.Load(w1);
                    w0 += Panel;
                    w1 += Panel;
                    nint second = typeof(T) == typeof(U) ? k : other;
                    a0 = T.OfMultiplyAdd(x0 + k, u, a0);
                    b0 = U.OfMultiplyAdd(x0 + second, v, b0);
                    a1 = T.OfMultiplyAdd(x1 + k, u, a1);
                    b1 = U.OfMultiplyAdd(x1 + second, v, b1);
                    a2 = T.OfMultiplyAdd(x2 + k, u, a2);
                    b2 = U.OfMultiplyAdd(x2 + second, v, b2);
                    a3 = T.OfMultiplyAdd(x3 + k, u, a3);
                    b3 = U.OfMultiplyAdd(x3 + second, v, b3);
                    a4 = T.OfMultiplyAdd(x4 + k, u, a4);
                    b4 = U.OfMultiplyAdd(x4 + second, v, b4);
                    a5 = T.OfMultiplyAdd(x5 + k, u, a5);
                    b5 = U.OfMultiplyAdd(x5 + second, v, b5);
                    other++;
                }
            }

            if (Bias != null)
            {
                T u = T.Load(Bias + channel);
                U v = U.Load(Bias + channel + T.Count);
                a0 += u;
                a1 += u;
                a2 += u;
                a3 += u;
                a4 += u;
                a5 += u;
                b0 += v;
                b1 += v;
                b2 += v;
                b3 += v;
                b4 += v;
                b5 += v;
            }

            Store(a0, b0, y[0] + channel, low, high, secondLow, secondHigh);
            Store(a1, b1, y[1] + channel, low, high, secondLow, secondHigh);
            Store(a2, b2, y[2] + channel, low, high, secondLow, secondHigh);
            Store(a3, b3, y[3] + channel, low, high, secondLow, secondHigh);
            Store(a4, b4, y[4] + channel, low, high, secondLow, secondHigh);
            Store(a5, b5, y[5] + channel, low, high, secondLow, secondHigh);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, U>(T a, U b, float* y, T low, T high, U secondLow, U secondHigh)
        where T : struct, IFloatLanes<T>
        where U : struct, IFloatLanes<U>
    {
        T.Clamp(a, low, high).Store(y);
        U.Clamp(b, secondLow, secondHigh).Store(y + T.Count);
    }
}
