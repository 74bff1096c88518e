using System;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class FloatConvolutionTests
{
    [Theory]
    // items, height, width, input channels, kernel, stride, output channels, groups, panel block
    [InlineData(1, 1, 1, 5, 1, 1, 1, 1, 0)]
    [InlineData(1, 1, 1, 64, 1, 1, 100, 1, 0)]
    [InlineData(1, 1, 2, 33, 1, 1, 17, 1, 1)]
    [InlineData(1, 1, 37, 20, 1, 1, 32, 1, 1)]
    [InlineData(2, 5, 7, 3, 3, 1, 40, 1, 2)]
    [InlineData(2, 5, 3, 4, 3, 2, 9, 2, 0)]
    [InlineData(1, 6, 6, 2, 2, 2, 15, 3, 1)]
    [InlineData(1, 4, 5, 3, 2, 1, 48, 1, 0)]
    [InlineData(1, 4, 5, 3, 2, 1, 8, 1, 0)]
    [InlineData(1, 4, 5, 3, 2, 1, 16, 1, 0)]
    [InlineData(1, 3, 11, 5, 1, 1, 4, 1, 0)]
    [InlineData(2, 3, 7, 5, 3, 1, 42, 1, 0)]
    [InlineData(1, 5, 7, 3, 3, 1, 24, 1, 0)]
    [InlineData(2, 3, 5, 4, 1, 1, 20, 1, 0)]
    [InlineData(1, 4, 7, 3, 2, 1, 12, 1, 0)]
    [InlineData(1, 4, 7, 5, 1, 1, 59, 1, 0)]
    public void ConvolutionIsAChainOfFusedMultiplyAdds(int items, int height, int width, int depth, int kernel, int stride, int channels, int groups, int block)
    {
        int panels = (channels + 15) / 16, length = kernel * depth;
        int inputWidth = ((width - 1) * stride) + kernel, inputHeight = ((height - 1) * stride) + kernel;
        int pixel = depth * groups, row = inputWidth * pixel, item = inputHeight * row;

        // A window row is one segment, its groups interleaved by pixel: with several groups each pixel is a segment of its own.
        bool whole = groups == 1;
        int segmentCount = whole ? kernel : kernel * kernel, segmentLength = whole ? length : depth;
        int[] segments = new int[segmentCount];
        for (int s = 0; s < segmentCount; s++)
        {
            segments[s] = whole ? s * row : (s / kernel * row) + (s % kernel * pixel);
        }

        using var x = new NativeBuffer<float>(Loops.RandomFloats(items * item));
        using var w = new NativeBuffer<float>(Loops.RandomFloats(groups * panels * segmentCount * segmentLength * 16, 2));
        using var bias = new NativeBuffer<float>(Loops.RandomFloats(groups * panels * 16, 3));
        int outputs = channels * groups;
        float[] expected = new float[items * height * width * outputs];
        const float low = -1.5f, high = 2.5f;
        for (int i = 0; i < expected.Length; i++)
        {
            (int at, int channel) = (i / outputs, i % outputs);
            (int g, int c) = (channel / channels, channel % channels);
            int origin = (at / (height * width) * item) + (at / width % height * stride * row) + (at % width * stride * pixel) + (g * depth);
            float acc = 0;
            for (int s = 0; s < segmentCount; s++)
            {
                for (int k = 0; k < segmentLength; k++)
                {
                    int panel = (g * panels) + (c / 16);
                    float weight = w.Span[(((((panel * segmentCount) + s) * segmentLength) + k) * 16) + (c % 16)];
                    acc = MathF.FusedMultiplyAdd(x.Span[origin + segments[s] + k], weight, acc);
                }
            }

            expected[i] = Math.Clamp(acc + bias.Span[(g * panels * 16) + c], low, high);
        }

        fixed (int* offsets = segments)
        {
            var shape = new ConvolutionShape
            {
                Items = items,
                Height = height,
                Width = width,
                Input = new PixelStrides(item, stride * row, stride * pixel),
                Output = new PixelStrides(height * width * outputs, width * outputs, outputs),
                Segments = offsets,
                SegmentCount = segmentCount,
                SegmentBytes = segmentLength,
                Groups = groups,
                GroupBytes = depth,
                Channels = channels,
                PanelBlock = block,
            };
            foreach (int lanes in new[] { 4, 8, 16, 0 })
            {
                for (int parts = 1; parts <= 3; parts++)
                {
                    using var y = new NativeBuffer<float>(expected.Length);
                    for (int part = 0; part < parts; part++)
                    {
                        switch (lanes)
                        {
                            case 4: FloatConvolution.Run<Lanes4>(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                            case 8: FloatConvolution.Run<Lanes8>(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                            case 16: FloatConvolution.Run<Lanes16>(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                            default: FloatConvolution.Run(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                        }
                    }

                    Assert.Equal(expected, y.Span.ToArray());
                    Assert.True(y.GuardsIntact);
                }
            }
        }
    }

    [Theory]
    // items, height, width, channels, kernel, stride
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(2, 5, 9, 16, 3, 1)]
    [InlineData(1, 4, 6, 37, 3, 2)]
    [InlineData(1, 3, 13, 7, 2, 1)]
    [InlineData(1, 2, 10, 26, 3, 1)]
    [InlineData(2, 3, 7, 24, 5, 1)]
    [InlineData(1, 2, 4, 10, 4, 1)]
    [InlineData(1, 2, 3, 33, 3, 1)]
    public void DepthwiseIsAChainPerChannel(int items, int height, int width, int channels, int kernel, int stride)
    {
        int inputWidth = ((width - 1) * stride) + kernel, inputHeight = ((height - 1) * stride) + kernel;
        int row = inputWidth * channels, item = inputHeight * row;
        int[] taps = new int[kernel * kernel];
        for (int t = 0; t < taps.Length; t++)
        {
            taps[t] = (t / kernel * row) + (t % kernel * channels);
        }

        using var x = new NativeBuffer<float>(Loops.RandomFloats(items * item));
        using var w = new NativeBuffer<float>(Loops.RandomFloats((channels + 15) / 16 * taps.Length * 16, 2));
        using var bias = new NativeBuffer<float>(Loops.RandomFloats(channels, 3));
        float[] expected = new float[items * height * width * channels];
        const float low = -1, high = 2;
        for (int i = 0; i < expected.Length; i++)
        {
            (int at, int c) = (i / channels, i % channels);
            int origin = (at / (height * width) * item) + (at / width % height * stride * row) + (at % width * stride * channels) + c;
            float acc = 0;
            for (int t = 0; t < taps.Length; t++)
            {
                acc = MathF.FusedMultiplyAdd(x.Span[origin + taps[t]], w.Span[(((c / 16 * taps.Length) + t) * 16) + (c % 16)], acc);
            }

            expected[i] = Math.Clamp(acc + bias.Span[c], low, high);
        }

        fixed (int* offsets = taps)
        {
            var shape = new DepthwiseShape
            {
                Items = items,
                Height = height,
                Width = width,
                Input = new PixelStrides(item, stride * row, stride * channels),
                Output = new PixelStrides(height * width * channels, width * channels, channels),
                Taps = offsets,
                TapCount = taps.Length,
                Channels = channels,
            };
            foreach (int lanes in new[] { 4, 8, 16, 0 })
            {
                for (int parts = 1; parts <= 3; parts++)
                {
                    using var y = new NativeBuffer<float>(expected.Length);
                    for (int part = 0; part < parts; part++)
                    {
                        switch (lanes)
                        {
                            case 4: FloatDepthwise.Run<Lanes4>(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                            case 8: FloatDepthwise.Run<Lanes8>(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                            case 16: FloatDepthwise.Run<Lanes16>(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                            default: FloatDepthwise.Run(x.Pointer, w.Pointer, bias.Pointer, y.Pointer, shape, low, high, part, parts); break;
                        }
                    }

                    Assert.Equal(expected, y.Span.ToArray());
                    Assert.True(y.GuardsIntact);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(20, 150, false)]
    [InlineData(33, 128, true)]
    [InlineData(300, 17, true)]
    public void PanelsHold16ColumnsAndZeros(int k, int n, bool transposed)
    {
        using var b = new NativeBuffer<float>(Loops.RandomFloats(k * n));
        (int row, int column) = transposed ? (1, k) : (n, 1);
        float[] expected = new float[FloatPanels.Length(k, n)];
        for (int i = 0; i < k * n; i++)
        {
            (int at, int j) = (i / n, i % n);
            expected[(j / 16 * k * 16) + (at * 16) + (j % 16)] = b.Span[(at * row) + (j * column)];
        }

        for (int parts = 1; parts <= 3; parts++)
        {
            using var panels = new NativeBuffer<float>(expected.Length, float.NaN);
            for (int part = 0; part < parts; part++)
            {
                FloatPanels.Pack(b.Pointer, panels.Pointer, k, n, row, column, part, parts);
            }

            Assert.Equal(expected, panels.Span.ToArray());
        }
    }
}
