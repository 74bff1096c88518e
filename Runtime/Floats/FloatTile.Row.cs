using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

internal unsafe partial struct FloatTile
{
    /// <summary>One pixel, four registers of channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void RunRow<T>(float* x, float* y)
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        T low = T.Of(Low), high = T.Of(High);
        for (int channel = ChannelBegin; channel < ChannelEnd; channel += 4 * T.Count)
        {
            int last = channel + ((ChannelEnd - 1 - channel) / T.Count * T.Count);
            int c1 = Math.Min(channel + T.Count, last), c2 = Math.Min(channel + (2 * T.Count), last), c3 = Math.Min(channel + (3 * T.Count), last);
            float* w0 = Column(channel), w1 = Column(c1), w2 = Column(c2), w3 = Column(c3);
            T a0 = T.Of(0), a1 = a0, a2 = a0, a3 = a0;
            for (int segment = 0; segment < SegmentCount; segment++)
            {
                float* from = x + Segments[segment];
                for (nint k = 0; k < SegmentLength; k++)
                {
                    T value = T.Of(from[k]);
                    a0 = T.LoadMultiplyAdd(w0, value, a0);
                    a1 = T.LoadMultiplyAdd(w1, value, a1);
                    a2 = T.LoadMultiplyAdd(w2, value, a2);
                    a3 = T.LoadMultiplyAdd(w3, value, a3);
                    w0 += Panel;
                    w1 += Panel;
                    w2 += Panel;
                    w3 += Panel;
                }
            }

            if (Bias != null)
            {
                a0 += T.Load(Bias + channel);
                a1 += T.Load(Bias + c1);
                a2 += T.Load(Bias + c2);
                a3 += T.Load(Bias + c3);
            }

            StoreRest(a0, a1, y + channel, channel, low, high, buffer);
            StoreRest(a2, a3, y + channel + (2 * T.Count), channel + (2 * T.Count), low, high, buffer);
        }
    }

    /// <summary>Two registers of the channels from the given one, as far as there are any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void StoreRest<T>(T a, T b, float* y, int channel, T low, T high, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        int left = ChannelEnd - channel;
        if (left >= 2 * T.Count)
        {
            Store(a, b, y, low, high, low, high);
            return;
        }

        a = T.Clamp(a, low, high);
        if (left >= T.Count)
        {
            a.Store(y);
            y += T.Count;
            a = T.Clamp(b, low, high);
            left -= T.Count;
        }

        SpreadLanes.Store(a, y, 1, left, buffer);
    }
}
