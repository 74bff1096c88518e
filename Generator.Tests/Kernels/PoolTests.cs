using System;
using System.Collections.Generic;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

public sealed unsafe class PoolTests
{
    static readonly Dictionary<string, PoolShape> cases = new()
    {
        ["2x2 stride 2"] = Shape(1, 6, 8, 16, 2, 2, 1, 0),
        ["3x3 stride 2, padded"] = Shape(2, 7, 5, 131, 3, 2, 1, 1),
        ["3x3 stride 1, padded"] = Shape(1, 4, 4, 45, 3, 1, 1, 1),
        ["dilated"] = Shape(1, 7, 7, 9, 2, 1, 3, 1),
        ["one channel"] = Shape(1, 5, 5, 1, 3, 1, 1, 1),
        ["ceil mode"] = Shape(1, 6, 6, 70, 3, 2, 1, 1, ceil: true),
    };

    public static IEnumerable<object[]> Cases() => EveryInstructionSet.Times(cases.Keys);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void MaxPoolTakesTheGreatestCode(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        PoolShape shape = cases[name];
        Check(shape, (x, y, part, parts) => MaxPool.Run(set, (byte*)x, (byte*)y, shape, part, parts), (x, window, _) =>
        {
            int max = 0;
            foreach (int offset in window)
            {
                max = Math.Max(max, ((byte*)x)[offset]);
            }

            return (byte)max;
        });
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void AveragePoolDividesByThePixelsInside(string name, InstructionSet set) => CheckAverage(name, set, countIncludePad: false);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void AveragePoolDividesByThePaddedWindow(string name, InstructionSet set) => CheckAverage(name, set, countIncludePad: true);

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void GlobalAveragePoolRequantizesTheSum(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        foreach (int channels in (int[])[1, 16, 37, 130])
        {
            PoolShape shape = Shape(2, 3, 5, channels, 1, 1, 1, 0) with { OutputHeight = 1, OutputWidth = 1, KernelHeight = 3, KernelWidth = 5, Output = new(channels, channels, channels) };
            float multiplier = 0.9f / 15;
            Check(shape, (x, y, part, parts) => GlobalAveragePool.Run(set, (byte*)x, (byte*)y, shape, 97, multiplier, 120, 20, 240, part, parts), (x, window, _) =>
            {
                int sum = 0;
                foreach (int offset in window)
                {
                    sum += ((byte*)x)[offset] - 97;
                }

                return (byte)(Math.Clamp((int)MathF.Round(sum * multiplier), 20 - 120, 240 - 120) + 120);
            });
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void RowSumsRequantizeEachRow(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        foreach (int length in (int[])[1, 15, 64, 100])
        {
            const int Rows = 7;
            float multiplier = 0.9f / length;
            using Guarded<byte> x = new(Rows * length);
            using Guarded<byte> y = new(Rows);
            new Random(length).NextBytes(x.Span);
            for (int part = 0; part < 3; part++)
            {
                RowSums.Run(set, x, y, Rows, length, 97, multiplier, 120, 20, 240, part, 3);
            }

            for (int row = 0; row < Rows; row++)
            {
                int sum = 0;
                foreach (byte code in x.Span.Slice(row * length, length))
                {
                    sum += code - 97;
                }

                Assert.Equal(Math.Clamp((int)MathF.Round(sum * multiplier), 20 - 120, 240 - 120) + 120, y[row]);
            }
        }
    }

    static void CheckAverage(string name, InstructionSet set, bool countIncludePad)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        const float XScale = 0.0371f;
        const float YScale = 0.0173f;
        PoolShape shape = cases[name];
        Check(shape, (x, y, part, parts) => AveragePool.Run(set, (byte*)x, (byte*)y, shape, countIncludePad, XScale, 100, YScale, 131, 3, 250, 0, part, parts), (x, window, padded) =>
        {
            float sum = 0;
            foreach (int offset in window)
            {
                sum += (((byte*)x)[offset] - 100) * XScale;
            }

            float mean = sum / (countIncludePad ? padded : window.Count);
            return (byte)Math.Clamp(MathF.Round(mean / YScale + 131), 3, 250);
        });
    }

    static PoolShape Shape(int items, int height, int width, int channels, int kernel, int stride, int dilation, int pad, bool ceil = false)
    {
        int extent = (kernel - 1) * dilation + 1;
        int outputHeight = (height + 2 * pad - extent + (ceil ? stride - 1 : 0)) / stride + 1;
        int outputWidth = (width + 2 * pad - extent + (ceil ? stride - 1 : 0)) / stride + 1;
        return new()
        {
            Items = items,
            InputHeight = height,
            InputWidth = width,
            OutputHeight = outputHeight,
            OutputWidth = outputWidth,
            Channels = channels,
            KernelHeight = kernel,
            KernelWidth = kernel,
            StrideHeight = stride,
            StrideWidth = stride,
            DilationHeight = dilation,
            DilationWidth = dilation,
            PadTop = pad,
            PadLeft = pad,
            PadBottom = pad,
            PadRight = pad,
            Input = new(height * width * channels, width * channels, channels),
            Output = new(outputHeight * outputWidth * channels, outputWidth * channels, channels),
        };
    }

    /// <param name="define">Input, offsets of the window's elements on the input, positions of the window on input or padding → code.</param>
    static void Check(in PoolShape shape, Action<nint, nint, int, int> run, Func<nint, List<int>, int, byte> define)
    {
        using Guarded<byte> x = new(shape.Items * shape.Input.Item);
        new Random(shape.Channels).NextBytes(x.Span);
        using Guarded<byte> expected = new(shape.Items * shape.Output.Item);
        for (int i = 0; i < expected.Length; i++)
        {
            int channel = i % shape.Channels;
            int pixel = i / shape.Channels;
            int column = pixel % shape.OutputWidth * shape.StrideWidth - shape.PadLeft;
            int row = pixel / shape.OutputWidth % shape.OutputHeight * shape.StrideHeight - shape.PadTop;
            int item = pixel / shape.OutputWidth / shape.OutputHeight;
            List<int> window = [];
            int padded = 0;
            for (int h = row; h < row + shape.KernelHeight * shape.DilationHeight; h += shape.DilationHeight)
            {
                for (int w = column; w < column + shape.KernelWidth * shape.DilationWidth; w += shape.DilationWidth)
                {
                    if (h >= 0 && h < shape.InputHeight && w >= 0 && w < shape.InputWidth)
                    {
                        window.Add(item * shape.Input.Item + h * shape.Input.Row + w * shape.Input.Pixel + channel);
                    }

                    if (h < shape.InputHeight + shape.PadBottom && w < shape.InputWidth + shape.PadRight)
                    {
                        padded++;
                    }
                }
            }

            expected[i] = define((nint)x.Pointer, window, padded);
        }

        foreach (int parts in (int[])[1, 2, 3])
        {
            using Guarded<byte> y = new(expected.Length);
            for (int part = 0; part < parts; part++)
            {
                run((nint)x.Pointer, (nint)y.Pointer, part, parts);
            }

            y.AssertGuards();
            Codes.AssertEqual(expected.Span, y.Span, $"{parts} parts");
        }
    }
}
