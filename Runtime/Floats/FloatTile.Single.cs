using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

internal unsafe partial struct FloatTile
{
    /// <summary>Eight pixels against channels that fit one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void RunSingle<T>(float** x, float** y)
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
                a0 = T.OfMultiplyAdd(x0 + k, u, a0);
                a1 = T.OfMultiplyAdd(x1 + k, u, a1);
                a2 = T.OfMultiplyAdd(x2 + k, u, a2);
                a3 = T.OfMultiplyAdd(x3 + k, u, a3);
                a4 = T.OfMultiplyAdd(x4 + k, u, a4);
                a5 = T.OfMultiplyAdd(x5 + k, u, a5);
                a6 = T.OfMultiplyAdd(x6 + k, u, a6);
                a7 = T.OfMultiplyAdd(x7 + k, u, a7);
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

        StorePart(T.Clamp(a0, low, high), y[0] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a1, low, high), y[1] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a2, low, high), y[2] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a3, low, high), y[3] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a4, low, high), y[4] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a5, low, high), y[5] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a6, low, high), y[6] + ChannelBegin, channels, buffer);
        StorePart(T.Clamp(a7, low, high), y[7] + ChannelBegin, channels, buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePart<T>(T value, float* y, int channels, float* buffer)
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
}
