using System;

namespace Octavo.Tool.Data.Jpeg;

/// <summary>From planes to pixels.</summary>
internal static class JpegColours
{
    /// <summary>A plane's value at a pixel, interpolated linearly between the centres of the samples around it.</summary>
    public static float Sample(JpegComponent plane, int x, int y, int width, int height, int widest, int tallest)
    {
        (int left, int right, float byX) = Around(x, plane.Horizontal, widest, width);
        (int top, int bottom, float byY) = Around(y, plane.Vertical, tallest, height);
        float above = Mix(plane.Samples[(top * plane.Stride) + left], plane.Samples[(top * plane.Stride) + right], byX);
        float below = Mix(plane.Samples[(bottom * plane.Stride) + left], plane.Samples[(bottom * plane.Stride) + right], byX);
        return Mix(above, below, byY);
    }

    /// <summary>Red, green and blue from brightness and colour differences by JFIF's rule; grey, and colours that are red, green and blue already, as they are.</summary>
    public static void Write(ReadOnlySpan<float> values, bool isRgb, Span<float> pixel)
    {
        if (pixel.Length == 1 || isRgb)
        {
            values[..pixel.Length].CopyTo(pixel);
            return;
        }

        float brightness = values[0], blue = values[1] - 128, red = values[2] - 128;
        pixel[0] = Rounded(brightness + (1.402f * red));
        pixel[1] = Rounded(brightness - (0.344136f * blue) - (0.714136f * red));
        pixel[2] = Rounded(brightness + (1.772f * blue));
    }

    private static (int First, int Second, float Weight) Around(int position, int factor, int largest, int size)
    {
        if (factor == largest)
        {
            return (position, position, 0);
        }

        int last = (((size * factor) + largest - 1) / largest) - 1;
        float at = ((position + 0.5f) * factor / largest) - 0.5f;
        int first = (int)MathF.Floor(at);
        return (Math.Clamp(first, 0, last), Math.Clamp(first + 1, 0, last), at - first);
    }

    private static float Mix(float a, float b, float weight) => a + ((b - a) * weight);

    private static float Rounded(float value) => Math.Clamp(MathF.Round(value), 0, 255);
}
