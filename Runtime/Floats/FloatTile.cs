using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The innermost part of float convolutions: some pixels against a range of output channels.</summary>
internal unsafe struct FloatTile
{
    /// <summary>Pixels of a full tile.</summary>
    public const int Rows = 6;

    private const int Panel = 16;

    public int* Segments;
    public int SegmentCount;
    public int SegmentLength;

    /// <summary>Panels of 16 channels, <see cref="PanelLength"/> floats each.</summary>
    public float* Weights;
    public float* Bias;
    public nint PanelLength;

    /// <summary>The channels to compute; the first is a multiple of 16.</summary>
    public int ChannelBegin;
    public int ChannelEnd;

    public float Low;
    public float High;

    /// <summary>Six pixels: windows at x, outputs at y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>(float** x, float** y)
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        T low = T.Of(Low), high = T.Of(High);
        for (int channel = ChannelBegin; channel < ChannelEnd; channel += 2 * T.Count)
        {
            // A register without channels repeats the first one's work and stores nothing.
            int second = channel + T.Count < ChannelEnd ? channel + T.Count : channel;
            float* w0 = Column(channel), w1 = Column(second);
            T a0 = T.Of(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
            T b0 = a0, b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
            for (int segment = 0; segment < SegmentCount; segment++)
            {
                nint offset = Segments[segment];
                float* x0 = x[0] + offset, x1 = x[1] + offset, x2 = x[2] + offset, x3 = x[3] + offset, x4 = x[4] + offset, x5 = x[5] + offset;
                for (nint k = 0; k < SegmentLength; k++)
                {
                    T u = T.Load(w0), v = T.Load(w1);
                    w0 += Panel;
                    w1 += Panel;
                    T value = T.Of(x0[k]);
                    a0 = T.FusedMultiplyAdd(value, u, a0);
                    b0 = T.FusedMultiplyAdd(value, v, b0);
                    value = T.Of(x1[k]);
                    a1 = T.FusedMultiplyAdd(value, u, a1);
                    b1 = T.FusedMultiplyAdd(value, v, b1);
                    value = T.Of(x2[k]);
                    a2 = T.FusedMultiplyAdd(value, u, a2);
                    b2 = T.FusedMultiplyAdd(value, v, b2);
                    value = T.Of(x3[k]);
                    a3 = T.FusedMultiplyAdd(value, u, a3);
                    b3 = T.FusedMultiplyAdd(value, v, b3);
                    value = T.Of(x4[k]);
                    a4 = T.FusedMultiplyAdd(value, u, a4);
                    b4 = T.FusedMultiplyAdd(value, v, b4);
                    value = T.Of(x5[k]);
                    a5 = T.FusedMultiplyAdd(value, u, a5);
                    b5 = T.FusedMultiplyAdd(value, v, b5);
                }
            }

            if (Bias != null)
            {
                T u = T.Load(Bias + channel), v = T.Load(Bias + second);
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

            Store(a0, b0, y[0] + channel, channel, low, high, buffer);
            Store(a1, b1, y[1] + channel, channel, low, high, buffer);
            Store(a2, b2, y[2] + channel, channel, low, high, buffer);
            Store(a3, b3, y[3] + channel, channel, low, high, buffer);
            Store(a4, b4, y[4] + channel, channel, low, high, buffer);
            Store(a5, b5, y[5] + channel, channel, low, high, buffer);
        }
    }

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
                    a0 = T.FusedMultiplyAdd(value, T.Load(w0), a0);
                    a1 = T.FusedMultiplyAdd(value, T.Load(w1), a1);
                    a2 = T.FusedMultiplyAdd(value, T.Load(w2), a2);
                    a3 = T.FusedMultiplyAdd(value, T.Load(w3), a3);
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

            Store(a0, a1, y + channel, channel, low, high, buffer);
            Store(a2, a3, y + channel + (2 * T.Count), channel + (2 * T.Count), low, high, buffer);
        }
    }

    /// <summary>Where the weights of T.Count channels start; they are 16 floats apart from k to k + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Column(int channel) => Weights + (channel / Panel * PanelLength) + (channel % Panel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<T>(T a, T b, float* y, int channel, T low, T high, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        a = T.IfLess(a, low, low, T.IfLess(high, a, high, a));
        b = T.IfLess(b, low, low, T.IfLess(high, b, high, b));
        int left = ChannelEnd - channel;
        if (left >= 2 * T.Count)
        {
            a.Store(y);
            b.Store(y + T.Count);
            return;
        }

        if (left >= T.Count)
        {
            a.Store(y);
            y += T.Count;
            a = b;
            left -= T.Count;
        }

        SpreadLanes.Store(a, y, 1, left, buffer);
    }
}
