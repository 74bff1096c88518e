using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>A convolution with random contents. Square kernels; the input has its halo in place.</summary>
internal sealed record ConvolutionCase
{
    public delegate void Run(nint x, nint panels, nint y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts);

    public int Items { get; init; } = 1;

    public int Height { get; init; } = 1;

    public int Width { get; init; } = 1;

    public int Window { get; init; } = 1;

    public int Stride { get; init; } = 1;

    public int Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    /// <summary>Per group.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Per group.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Output elements between neighbouring pixels that belong to nobody.</summary>
    public int OutputGap { get; init; }

    public int PanelBlock { get; init; } = 1000;

    public bool PairsFitInt16 { get; init; }

    /// <summary>All codes 255, all weights −128.</summary>
    public bool Extreme { get; init; }

    /// <summary>About this share of the steps is zero, and panels leave these out; 1 leaves one in each.</summary>
    public double Zeros { get; init; }

    public EpilogueOptions Epilogue { get; init; } = new();

    int InputHeight => (Height - 1) * Stride + (Window - 1) * Dilation + 1;

    int InputWidth => (Width - 1) * Stride + (Window - 1) * Dilation + 1;

    int InputPixel => InputChannels * Groups;

    int OutputPixel => Channels * Groups + OutputGap;

    int PaddedChannels => (Channels + 15) / 16 * 16;

    /// <summary>One segment per kernel row where that is contiguous, else one per tap.</summary>
    bool RowSegments => Dilation == 1 && Groups == 1;

    /// <summary>Runs the kernel, in 1, 2, 3 and 7 parts, and compares all of the output's memory with what the definition gives.</summary>
    public unsafe void Check(InstructionSet set) => Check((nint x, nint panels, nint y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts) =>
        Convolution.Run(set, (byte*)x, (sbyte*)panels, (byte*)y, shape, epilogue, part, parts));

    public unsafe void Check(Run run)
    {
        Random random = new(Channels * 1000 + InputChannels);
        using Guarded<byte> x = new(Items * InputHeight * InputWidth * InputPixel);
        random.NextBytes(x.Span);
        sbyte[,,] weights = new sbyte[Groups, Channels, Window * Window * InputChannels];
        foreach (ref sbyte weight in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref weights[0, 0, 0], weights.Length))
        {
            weight = (sbyte)(PairsFitInt16 ? random.Next(-64, 65) : random.Next(-128, 128));
            if (Extreme)
            {
                weight = -128;
            }
        }

        if (Extreme)
        {
            x.Span.Fill(255);
        }

        int segmentCount = RowSegments ? Window : Window * Window;
        int segmentBytes = RowSegments ? Window * InputChannels : InputChannels;
        using Guarded<int> segments = new(segmentCount);
        for (int i = 0; i < segmentCount; i++)
        {
            segments[i] = RowSegments ? i * InputWidth * InputPixel : (i / Window * InputWidth + i % Window) * Dilation * InputPixel;
        }

        if (Zeros > 0)
        {
            Clear(random, weights, segmentBytes);
        }

        using Guarded<sbyte> dense = Pack(weights, segmentCount, segmentBytes);
        using SparsePanels? sparse = Zeros > 0 ? new SparsePanels(dense, segments, Groups * PaddedChannels / 16, (segmentBytes + 3) / 4) : null;
        Guarded<sbyte> panels = sparse?.Weights ?? dense;
        int outputs = Items * Height * Width * OutputPixel;
        PixelStrides outputStrides = new(Height * Width * OutputPixel, Width * OutputPixel, OutputPixel);
        using EpilogueCase epilogue = new(Epilogue, random, WeightSums(weights), 100f / (7000 * MathF.Sqrt(weights.GetLength(2))), outputs, outputStrides);
        ConvolutionShape shape = new()
        {
            Items = Items,
            Height = Height,
            Width = Width,
            Input = new(InputHeight * InputWidth * InputPixel, InputWidth * InputPixel * Stride, InputPixel * Stride),
            Output = outputStrides,
            Segments = sparse?.Segments ?? segments,
            SegmentCount = sparse is null ? segmentCount : 0,
            SegmentBytes = sparse is null ? segmentBytes : 4,
            PanelStarts = sparse?.Starts,
            Groups = Groups,
            GroupBytes = InputChannels,
            Channels = Channels,
            PanelBlock = PanelBlock,
            PairsFitInt16 = PairsFitInt16,
        };

        int size = Epilogue.Kind is EpilogueKind.Float or EpilogueKind.Accumulators ? 4 : 1;
        using Guarded<byte> expected = new(outputs * size);
        Define(x, weights, epilogue, expected);
        foreach (int parts in (int[])[1, 2, 3, 7])
        {
            using Guarded<byte> y = new(outputs * size);
            for (int part = parts - 1; part >= 0; part--)
            {
                run((nint)x.Pointer, (nint)panels.Pointer, (nint)y.Pointer, shape, epilogue.Epilogue, part, parts);
            }

            y.AssertGuards();
            Codes.AssertEqual(expected.Span, y.Span, $"{this} in {parts} parts");
        }
    }

    unsafe void Define(byte* x, sbyte[,,] weights, EpilogueCase epilogue, byte* y)
    {
        for (int pixel = 0; pixel < Items * Height * Width; pixel++)
        {
            int item = pixel / Width / Height;
            int row = pixel / Width % Height;
            int column = pixel % Width;
            for (int group = 0; group < Groups; group++)
            {
                for (int channel = 0; channel < Channels; channel++)
                {
                    int sum = 0;
                    int codeSum = 0;
                    for (int k = 0; k < weights.GetLength(2); k++)
                    {
                        int tap = k / InputChannels;
                        int inputRow = item * InputHeight + row * Stride + tap / Window * Dilation;
                        int inputColumn = column * Stride + tap % Window * Dilation;
                        int code = x[(inputRow * InputWidth + inputColumn) * InputPixel + group * InputChannels + k % InputChannels];
                        sum += code * weights[group, channel, k];
                        codeSum += code;
                    }

                    int output = pixel * OutputPixel + group * Channels + channel;
                    int parameter = group * PaddedChannels + channel;
                    if (Epilogue.Kind == EpilogueKind.Float)
                    {
                        ((float*)y)[output] = epilogue.ExpectedFloat(sum, codeSum, parameter);
                    }
                    else if (Epilogue.Kind == EpilogueKind.Accumulators)
                    {
                        ((int*)y)[output] = epilogue.ExpectedAccumulator(sum, codeSum, parameter);
                    }
                    else
                    {
                        y[output] = epilogue.ExpectedCode(sum, codeSum, parameter, output);
                    }
                }
            }
        }
    }

    /// <summary>Makes steps of sixteen channels by four weights zero.</summary>
    void Clear(Random random, sbyte[,,] weights, int segmentBytes)
    {
        for (int group = 0; group < Groups; group++)
        {
            for (int panel = 0; panel < Channels; panel += 16)
            {
                int last = -1;
                bool isZero = false;
                for (int k = 0; k < weights.GetLength(2); k++)
                {
                    int step = k / segmentBytes * segmentBytes + k % segmentBytes / 4;
                    isZero = step == last ? isZero : random.NextDouble() < Zeros;
                    last = step;
                    for (int channel = panel; isZero && channel < Math.Min(panel + 16, Channels); channel++)
                    {
                        weights[group, channel, k] = 0;
                    }
                }
            }
        }
    }

    Guarded<sbyte> Pack(sbyte[,,] weights, int segmentCount, int segmentBytes)
    {
        int steps = (segmentBytes + 3) / 4;
        Guarded<sbyte> panels = new(Groups * PaddedChannels * segmentCount * steps * 4);
        panels.Span.Clear();
        for (int group = 0; group < Groups; group++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                for (int k = 0; k < segmentCount * segmentBytes; k++)
                {
                    int panel = group * PaddedChannels / 16 + channel / 16;
                    int step = (panel * segmentCount + k / segmentBytes) * steps + k % segmentBytes / 4;
                    panels[step * 64 + channel % 16 * 4 + k % segmentBytes % 4] = weights[group, channel, k];
                }
            }
        }

        return panels;
    }

    int[] WeightSums(sbyte[,,] weights)
    {
        int[] sums = new int[Groups * PaddedChannels];
        for (int group = 0; group < Groups; group++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                for (int k = 0; k < weights.GetLength(2); k++)
                {
                    sums[group * PaddedChannels + channel] += weights[group, channel, k];
                }
            }
        }

        return sums;
    }
}
