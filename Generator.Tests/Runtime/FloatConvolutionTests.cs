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
            float acc = bias.Span[(g * panels * 16) + c];
            for (int s = 0; s < segmentCount; s++)
            {
                for (int k = 0; k < segmentLength; k++)
                {
                    int panel = (g * panels) + (c / 16);
                    float weight = w.Span[(((((panel * segmentCount) + s) * segmentLength) + k) * 16) + (c % 16)];
                    acc = MathF.FusedMultiplyAdd(x.Span[origin + segments[s] + k], weight, acc);
                }
            }

            expected[i] = Math.Clamp(acc, low, high);
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
            float acc = bias.Span[c];
            for (int t = 0; t < taps.Length; t++)
            {
                acc = MathF.FusedMultiplyAdd(x.Span[origin + taps[t]], w.Span[(((c / 16 * taps.Length) + t) * 16) + (c % 16)], acc);
            }

            expected[i] = Math.Clamp(acc, low, high);
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
    [InlineData(1, 1, 1, 1, false)]
    [InlineData(3, 7, 20, 150, false)]
    [InlineData(2, 13, 33, 129, true)]
    [InlineData(4, 1, 300, 17, true)]
    public void MatMulIsAChainPerElement(int batch, int m, int k, int n, bool transposed)
    {
        using var a = new NativeBuffer<float>(Loops.RandomFloats(batch * m * k));
        using var b = new NativeBuffer<float>(Loops.RandomFloats(batch * k * n, 2));
        float[] expected = new float[batch * m * n];
        for (int i = 0; i < expected.Length; i++)
        {
            (int product, int row, int column) = (i / (m * n), i / n % m, i % n);
            for (int j = 0; j < k; j++)
            {
                float right = b.Span[(product * k * n) + (transposed ? (column * k) + j : (j * n) + column)];
                expected[i] = MathF.FusedMultiplyAdd(a.Span[(product * m * k) + (row * k) + j], right, expected[i]);
            }
        }

        var shape = new FloatMatMulShape
        {
            Batch = new LoopNest([batch], [m * k], [k * n], [m * n]),
            Rows = m,
            Inner = k,
            Columns = n,
            ARow = k,
            BRow = transposed ? 1 : n,
            BColumn = transposed ? k : 1,
            YRow = n,
        };
        for (int parts = 1; parts <= 3; parts++)
        {
            using var y = new NativeBuffer<float>(expected.Length);
            using var scratch = new NativeBuffer<float>((int)FloatMatMul.ScratchLength(shape, parts), float.NaN);
            for (int part = 0; part < parts; part++)
            {
                FloatMatMul.Run(a.Pointer, b.Pointer, null, y.Pointer, scratch.Pointer, shape, float.NegativeInfinity, float.PositiveInfinity, part, parts);
            }

            Assert.Equal(expected, y.Span.ToArray());
            Assert.True(y.GuardsIntact);
        }
    }
}
