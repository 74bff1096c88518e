using System;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class FloatPoolTests
{
    public static TheoryData<string, PoolShape> Shapes => new()
    {
        { "2×2 without pads", Shape(2, 6, 8, 37, (2, 2), (2, 2), (1, 1), (0, 0, 0, 0)) },
        { "3×3 with pads", Shape(1, 5, 7, 16, (3, 3), (1, 1), (1, 1), (1, 1, 1, 1)) },
        { "ceil mode over the end", Shape(1, 6, 6, 3, (3, 3), (2, 2), (1, 1), (0, 0, 0, 0), extra: 1) },
        { "dilated", Shape(1, 9, 9, 5, (3, 2), (1, 2), (2, 3), (2, 1, 2, 1)) },
        { "global", Shape(3, 7, 7, 70, (7, 7), (1, 1), (1, 1), (0, 0, 0, 0)) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void MaxIsTheGreatestOfTheWindow(string name, PoolShape shape)
    {
        Assert.NotEmpty(name);
        float[] expected = Expected(shape, out NativeBuffer<float> x, (values, _) => MaxOf(values));
        using (x)
        {
            AssertPool<FloatReduce.Max>(expected, x, shape, false);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AverageSumsInWindowOrder(string name, PoolShape shape)
    {
        Assert.NotEmpty(name);
        float[] expected = Expected(shape, out NativeBuffer<float> x, (values, _) => SumOf(values) / values.Length);
        float[] padded = Expected(shape, out NativeBuffer<float> again, (values, count) => SumOf(values) / count);
        again.Dispose();
        using (x)
        {
            AssertPool<FloatReduce.Mean>(expected, x, shape, false);
            AssertPool<FloatReduce.Mean>(padded, x, shape, true);
        }
    }

    private static void AssertPool<TOperator>(float[] expected, NativeBuffer<float> x, PoolShape shape, bool countIncludePad)
        where TOperator : struct, IFloatReduction
    {
        foreach (int lanes in new[] { 4, 8, 16, 0 })
        {
            for (int parts = 1; parts <= 3; parts++)
            {
                using var y = new NativeBuffer<float>(expected.Length);
                for (int part = 0; part < parts; part++)
                {
                    switch (lanes)
                    {
                        case 4: FloatPool.Run<TOperator, Lanes4>(x.Pointer, y.Pointer, shape, countIncludePad, part, parts); break;
                        case 8: FloatPool.Run<TOperator, Lanes8>(x.Pointer, y.Pointer, shape, countIncludePad, part, parts); break;
                        case 16: FloatPool.Run<TOperator, Lanes16>(x.Pointer, y.Pointer, shape, countIncludePad, part, parts); break;
                        default: FloatPool.Run<TOperator>(x.Pointer, y.Pointer, shape, countIncludePad, part, parts); break;
                    }
                }

                Assert.Equal(expected, y.Span.ToArray());
                Assert.True(y.GuardsIntact);
            }
        }
    }

    /// <summary>Applies f to the values of each window and the number of its taps that meet the padded image.</summary>
    private static float[] Expected(PoolShape s, out NativeBuffer<float> x, Func<float[], int, float> f)
    {
        x = new NativeBuffer<float>(Loops.RandomFloats(s.Items * s.Input.Item));
        float[] y = new float[s.Items * s.Output.Item];
        for (int i = 0; i < y.Length; i++)
        {
            (int pixel, int channel) = (i / s.Channels, i % s.Channels);
            (int item, int row, int column) = (pixel / (s.OutputHeight * s.OutputWidth), pixel / s.OutputWidth % s.OutputHeight, pixel % s.OutputWidth);
            var values = new System.Collections.Generic.List<float>();
            int padded = 0;
            for (int tap = 0; tap < s.KernelHeight * s.KernelWidth; tap++)
            {
                int h = (row * s.StrideHeight) - s.PadTop + (tap / s.KernelWidth * s.DilationHeight);
                int w = (column * s.StrideWidth) - s.PadLeft + (tap % s.KernelWidth * s.DilationWidth);
                padded += h < s.InputHeight + s.PadBottom && w < s.InputWidth + s.PadRight ? 1 : 0;
                if (h >= 0 && w >= 0 && h < s.InputHeight && w < s.InputWidth)
                {
                    values.Add(x.Span[(item * s.Input.Item) + (h * s.Input.Row) + (w * s.Input.Pixel) + channel]);
                }
            }

            y[i] = f(values.ToArray(), padded);
        }

        return y;
    }

    private static float MaxOf(float[] values)
    {
        float max = float.NegativeInfinity;
        foreach (float value in values)
        {
            max = MathF.Max(max, value);
        }

        return max;
    }

    private static float SumOf(float[] values)
    {
        float sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static PoolShape Shape(
        int items,
        int height,
        int width,
        int channels,
        (int Height, int Width) kernel,
        (int Height, int Width) stride,
        (int Height, int Width) dilation,
        (int Top, int Left, int Bottom, int Right) pads,
        int extra = 0)
    {
        int outputHeight = ((height + pads.Top + pads.Bottom - ((kernel.Height - 1) * dilation.Height) - 1) / stride.Height) + 1 + extra;
        int outputWidth = ((width + pads.Left + pads.Right - ((kernel.Width - 1) * dilation.Width) - 1) / stride.Width) + 1;
        return new PoolShape
        {
            Items = items,
            InputHeight = height,
            InputWidth = width,
            OutputHeight = outputHeight,
            OutputWidth = outputWidth,
            Channels = channels,
            KernelHeight = kernel.Height,
            KernelWidth = kernel.Width,
            StrideHeight = stride.Height,
            StrideWidth = stride.Width,
            DilationHeight = dilation.Height,
            DilationWidth = dilation.Width,
            PadTop = pads.Top,
            PadLeft = pads.Left,
            PadBottom = pads.Bottom,
            PadRight = pads.Right,
            Input = new PixelStrides(height * width * channels, width * channels, channels),
            Output = new PixelStrides(outputHeight * outputWidth * channels, outputWidth * channels, channels),
        };
    }
}
