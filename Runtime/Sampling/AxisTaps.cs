using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The pixels around a coordinate along one axis, and their weights.</summary>
internal unsafe struct AxisTaps
{
    public int Count;

    /// <summary>-1 for a pixel outside that counts as zero.</summary>
    public fixed int Index[4];

    public fixed float Weight[4];

    /// <summary>The only pixel of an axis that an image does not have.</summary>
    public static AxisTaps One
    {
        get
        {
            AxisTaps taps = new() { Count = 1 };
            taps.Weight[0] = 1;
            return taps;
        }
    }

    public static AxisTaps At(in SampleShape shape, float coordinate, int extent)
    {
        float x = shape.AlignCorners ? (coordinate + 1) / 2 * (extent - 1) : (((coordinate + 1) * extent) - 1) / 2;
        float low = shape.AlignCorners ? 0 : -0.5f, high = shape.AlignCorners ? extent - 1 : extent - 0.5f;
        if (shape.Border)
        {
            x = x < low ? 0 : x > high ? extent - 1 : x;
        }
        else if (shape.Reflection)
        {
            x = Reflected(x, low, high);
        }

        // NaN, and what is too far away to count in integers, lies outside.
        x = x > -1e6f && x < extent + 1e6f ? x : -1e6f;
        float floor = MathF.Floor(x), t = x - floor;
        int first = shape.Taps == 1 ? (int)MathF.Round(x, MidpointRounding.ToEven) : (int)floor - (shape.Taps / 2) + 1;
        AxisTaps taps = new() { Count = shape.Taps };
        for (int i = 0; i < shape.Taps; i++)
        {
            taps.Index[i] = Pixel(shape, first + i, extent, low, high);
        }

        switch (shape.Taps)
        {
            case 1:
                taps.Weight[0] = 1;
                break;
            case 2:
                taps.Weight[0] = 1 - t;
                taps.Weight[1] = t;
                break;
            default:
                taps.Weight[0] = Far(t + 1);
                taps.Weight[1] = Near(t);
                taps.Weight[2] = Near(1 - t);
                taps.Weight[3] = Far(2 - t);
                break;
        }

        return taps;
    }

    private static int Pixel(in SampleShape shape, int index, int extent, float low, float high) => index >= 0 && index < extent ? index
        : shape.Border ? Math.Clamp(index, 0, extent - 1)
        : shape.Reflection ? Math.Clamp((int)Reflected(index, low, high), 0, extent - 1)
        : -1;

    /// <summary>The coordinate between two mirrors.</summary>
    private static float Reflected(float x, float low, float high)
    {
        float range = high - low;
        if (!(range > 0))
        {
            return low;
        }

        float distance = x < low ? low - x : x > high ? x - high : 0;
        if (!(distance > 0))
        {
            return x;
        }

        float turns = MathF.Floor(distance / range), rest = distance - (turns * range);
        bool even = (turns % 2) == 0;
        return x < low == even ? low + rest : high - rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Near(float x) => (((1.25f * x) - 2.25f) * x * x) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Far(float x) => (((((-0.75f * x) + 3.75f) * x) - 6f) * x) + 3f;
}
