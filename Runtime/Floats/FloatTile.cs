using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The innermost part of float convolutions: some pixels against a range of output channels.</summary>
internal unsafe struct FloatTile
{
    /// <summary>Pixels of a full tile of two registers.</summary>
    public const int Rows = 6;

    /// <summary>Pixels of a full tile of one register.</summary>
    public const int NarrowRows = 8;

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

    /// <summary>Eight pixels against channels that fit one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void RunNarrow<T>(float** x, float** y)
        where T : struct, IFloatLanes<T>
    {
        float* w = Column(ChannelBegin);
        T a0 = T.Of(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        for (int segment = 0; segment < SegmentCount; segment++)
        {
            nint offset = Segments[segment];
            float* x0 = x[0] + offset, x1 = x[1] + offset, x2 = x[2] + offset, x3 = x[3] + offset;
            float* x4 = x[4] + offset, x5 = x[5] + offset, x6 = x[6] + offset, x7 = x[7] + offset;
            for (nint k = 0; k < SegmentLength; k++)
            {
                T u = T.Load(w);
                w += Panel;
                a0 = T.FusedMultiplyAdd(T.Of(x0[k]), u, a0);
                a1 = T.FusedMultiplyAdd(T.Of(x1[k]), u, a1);
                a2 = T.FusedMultiplyAdd(T.Of(x2[k]), u, a2);
                a3 = T.FusedMultiplyAdd(T.Of(x3[k]), u, a3);
                a4 = T.FusedMultiplyAdd(T.Of(x4[k]), u, a4);
                a5 = T.FusedMultiplyAdd(T.Of(x5[k]), u, a5);
                a6 = T.FusedMultiplyAdd(T.Of(x6[k]), u, a6);
                a7 = T.FusedMultiplyAdd(T.Of(x7[k]), u, a7);
            }
        }

        float* buffer = stackalloc float[SpreadLanes.Buffer];
        T low = T.Of(Low), high = T.Of(High);
        int channels = ChannelEnd - ChannelBegin;
        if (Bias != null)
        {
            T bias = T.Load(Bias + ChannelBegin);
            a0 += bias;
            a1 += bias;
            a2 += bias;
            a3 += bias;
            a4 += bias;
            a5 += bias;
            a6 += bias;
            a7 += bias;
        }

        StoreNarrow(T.Clamp(a0, low, high), y[0] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a1, low, high), y[1] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a2, low, high), y[2] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a3, low, high), y[3] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a4, low, high), y[4] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a5, low, high), y[5] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a6, low, high), y[6] + ChannelBegin, channels, buffer);
        StoreNarrow(T.Clamp(a7, low, high), y[7] + ChannelBegin, channels, buffer);
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
    private static void StoreNarrow<T>(T value, float* y, int channels, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        if (channels == T.Count)
        {
            value.Store(y);
        }
        else
        {
            SpreadLanes.Store(value, y, 1, channels, buffer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<T>(T a, T b, float* y, int channel, T low, T high, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        a = T.Clamp(a, low, high);
        b = T.Clamp(b, low, high);
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
