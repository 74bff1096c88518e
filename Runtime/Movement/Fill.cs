using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Writes one value: the halo around an image, or constant padding.</summary>
public static unsafe class Fill
{
    /// <summary>
    /// Fills the border around each image of a batch and leaves its interior alone. <paramref name="image"/> is the interior's first pixel;
    /// <paramref name="strides"/> are in bytes, and a pixel is <c>strides.Pixel</c> bytes.
    /// </summary>
    /// <param name="height">Rows of the interior.</param>
    /// <param name="width">Pixels of an interior row.</param>
    public static void Halo(
        byte* image, int items, int height, int width, PixelStrides strides, int top, int bottom, int left, int right, byte value, int part, int parts) =>
        Border(image, items, height, width, strides, top, bottom, left, right, value, part, parts);

    /// <summary>The same on floats, with strides in floats.</summary>
    public static void HaloFloat(
        float* image, int items, int height, int width, PixelStrides strides, int top, int bottom, int left, int right, float value, int part, int parts) =>
        Border(image, items, height, width, strides, top, bottom, left, right, value, part, parts);

    /// <summary>Writes the low <paramref name="elementSize"/> (1, 2, 4, 8) bytes of a pattern to every element that the Y strides of a loop nest reach.</summary>
    public static void Run(void* y, int elementSize, in LoopNest loop, ulong pattern, int part, int parts)
    {
        switch (elementSize)
        {
            case 1:
                Elements((byte*)y, loop, (byte)pattern, part, parts);
                break;
            case 2:
                Elements((ushort*)y, loop, (ushort)pattern, part, parts);
                break;
            case 4:
                Elements((uint*)y, loop, (uint)pattern, part, parts);
                break;
            case 8:
                Elements((ulong*)y, loop, pattern, part, parts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementSize));
        }
    }

    private static void Border<T>(
        T* image, int items, int height, int width, PixelStrides strides, int top, int bottom, int left, int right, T value, int part, int parts)
        where T : unmanaged
    {
        int before = left * strides.Pixel, inside = width * strides.Pixel, after = right * strides.Pixel;
        int rows = top + height + bottom;
        (int begin, int end) = Partition.Of(items * rows, part, parts);
        for (int unit = begin; unit < end; unit++)
        {
            int item = unit / rows, row = (unit % rows) - top;
            T* start = image + ((nint)item * strides.Item) + ((nint)row * strides.Row) - before;
            if (row < 0 || row >= height)
            {
                new Span<T>(start, before + inside + after).Fill(value);
            }
            else
            {
                new Span<T>(start, before).Fill(value);
                new Span<T>(start + before + inside, after).Fill(value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Elements<T>(T* y, in LoopNest loop, T value, int part, int parts)
        where T : unmanaged
    {
        var share = new LoopPart(loop, part, parts, 64);
        nint stride = loop.Y[loop.Rank - 1];
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            T* to = y + cursor.Y + (share.Begin * stride);
            if (stride == 1)
            {
                new Span<T>(to, share.Length).Fill(value);
            }
            else
            {
                for (int i = share.Length; i > 0; i--)
                {
                    *to = value;
                    to += stride;
                }
            }

            cursor.Next(loop);
        }
    }
}
