namespace Octavo.Runtime;

/// <summary>The pixels under the windows of a deformable convolution.</summary>
public static unsafe class FloatDeformableColumns
{
    /// <summary><c>y[n][group][pixel][tap][channel]</c>: x at the tap's place, moved by its offsets and interpolated, times its factor.</summary>
    /// <param name="x">[N][C][H][W]</param>
    /// <param name="offsets">[N][offset group][tap][down, across][pixel]</param>
    /// <param name="mask">[N][offset group][tap][pixel], or null for factors of 1.</param>
    public static void Run(float* x, float* offsets, float* mask, float* y, in DeformableShape shape, int part, int parts)
    {
        int pixels = shape.OutputHeight * shape.OutputWidth, taps = shape.KernelHeight * shape.KernelWidth;
        int perGroup = shape.Channels / shape.Groups, perOffset = shape.Channels / shape.OffsetGroups;
        nint plane = (nint)shape.Height * shape.Width;
        (int begin, int end) = Partition.Of(shape.Items * pixels, part, parts);
        for (int at = begin; at < end; at++)
        {
            int item = at / pixels, pixel = at % pixels;
            int top = (pixel / shape.OutputWidth * shape.StrideHeight) - shape.PadTop, left = (pixel % shape.OutputWidth * shape.StrideWidth) - shape.PadLeft;
            float* image = x + (item * shape.Channels * plane);
            for (int unit = 0; unit < shape.OffsetGroups * taps; unit++)
            {
                int tap = unit % taps, first = unit / taps * perOffset;
                nint entry = ((nint)item * shape.OffsetGroups * taps) + unit;
                float* move = offsets + (2 * entry * pixels) + pixel;
                float down = top + (tap / shape.KernelWidth * shape.DilationHeight) + move[0];
                float across = left + (tap % shape.KernelWidth * shape.DilationWidth) + move[pixels];
                Bilinear sample = Bilinear.WithZeros(down, across, shape.Height, shape.Width);
                for (int channel = first; channel < first + perOffset; channel++)
                {
                    float value = sample.Sum(image + (channel * plane));
                    nint row = (((nint)item * shape.Groups) + (channel / perGroup)) * pixels + pixel;
                    y[(((row * taps) + tap) * perGroup) + (channel % perGroup)] = mask == null ? value : value * mask[(entry * pixels) + pixel];
                }
            }
        }
    }
}
