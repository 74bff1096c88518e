using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

public sealed unsafe class DepthwiseTests
{
    /// <summary>A depthwise convolution with random contents; the input has its halo in place.</summary>
    sealed record Case(int Items, int Height, int Width, int KernelHeight, int KernelWidth, int Stride, int Channels, EpilogueOptions? Epilogue = null, int OutputGap = 0, bool Extreme = false, bool Bytes = false);

    static readonly Dictionary<string, Case> cases = new()
    {
        ["3x3"] = new(1, 5, 7, 3, 3, 1, 144),
        ["3x3 stride 2, items"] = new(2, 4, 3, 3, 3, 2, 48),
        ["5x5"] = new(1, 4, 4, 5, 5, 1, 33),
        ["7x7"] = new(1, 3, 3, 7, 7, 1, 23),
        ["even taps"] = new(1, 3, 3, 2, 2, 1, 40),
        ["row"] = new(1, 2, 9, 1, 3, 1, 16),
        ["1x1"] = new(1, 2, 9, 1, 1, 1, 35),
        ["gap"] = new(1, 3, 3, 3, 3, 1, 21, OutputGap: 5),
        ["one channel"] = new(1, 5, 5, 3, 3, 1, 1),
        ["extreme"] = new(1, 3, 3, 5, 5, 1, 50, Extreme: true),
        ["wrapping"] = new(1, 3, 3, 3, 3, 1, 50, new() { HugeBias = true }),
        ["residual"] = new(1, 3, 5, 3, 3, 1, 47, new() { Kind = EpilogueKind.CodesPlusResidual }),
        ["residual first"] = new(1, 3, 5, 3, 3, 1, 32, new() { Kind = EpilogueKind.CodesPlusResidual, ResidualFirst = true, Clamped = true }, OutputGap: 1),
        ["bytes"] = new(1, 5, 7, 3, 3, 1, 144, Bytes: true),
        ["bytes, stride 2, items"] = new(2, 4, 3, 3, 3, 2, 112, Bytes: true),
        ["bytes, 5x5"] = new(1, 4, 4, 5, 5, 1, 38, Bytes: true),
        ["bytes, even taps"] = new(1, 3, 3, 2, 2, 1, 90, Bytes: true),
        ["bytes, three taps"] = new(1, 2, 9, 1, 3, 1, 200, Bytes: true),
        ["bytes, 1x1"] = new(1, 2, 9, 1, 1, 1, 83, Bytes: true),
        ["bytes, gap, clamped"] = new(1, 3, 3, 3, 3, 1, 53, new() { Clamped = true }, OutputGap: 5, Bytes: true),
        ["bytes, extreme"] = new(1, 3, 3, 5, 5, 1, 50, Extreme: true, Bytes: true),
        ["bytes, wrapping"] = new(1, 3, 3, 3, 3, 1, 96, new() { HugeBias = true }, Bytes: true),
        ["bytes, beyond int32"] = new(1, 3, 3, 3, 3, 1, 96, new() { HugeMultiplier = true }, Bytes: true),
        ["bytes, up to int32"] = new(1, 3, 3, 3, 3, 1, 96, new() { HugeBias = true, LargestReducingMultiplier = true }, Bytes: true),
        ["bytes, residual"] = new(1, 3, 5, 3, 3, 1, 47, new() { Kind = EpilogueKind.CodesPlusResidual }, Bytes: true),
        ["float"] = new(1, 3, 5, 3, 3, 1, 39, new() { Kind = EpilogueKind.Float, FloatBias = true, Clamped = true }),
    };

    public static IEnumerable<object[]> Cases() => EveryInstructionSet.Times(cases.Keys);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void EqualsTheDefinition(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        Check(cases[name], set);
    }

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void EqualsTheDefinitionForEveryNumberOfChannelsAndPixels(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        for (int channels = 1; channels <= 70; channels++)
        {
            Check(new(1, 1, channels % 11 + 1, 1, 3, 1, channels), set);
            Check(new(1, 1, channels % 11 + 1, 1, 3, 1, channels, Bytes: true), set);
        }
    }

    static void Check(Case c, InstructionSet set)
    {
        Random random = new(c.Channels);
        int inputHeight = (c.Height - 1) * c.Stride + c.KernelHeight;
        int inputWidth = (c.Width - 1) * c.Stride + c.KernelWidth;
        int tapCount = c.KernelHeight * c.KernelWidth;
        int panels = (c.Channels + 15) / 16;
        int pixel = c.Channels + c.OutputGap;
        int outputs = c.Items * c.Height * c.Width * pixel;
        using Guarded<byte> x = new(c.Items * inputHeight * inputWidth * c.Channels);
        random.NextBytes(x.Span);
        if (c.Extreme)
        {
            x.Span.Fill(255);
        }

        using Guarded<int> taps = new((tapCount + 3) / 4 * 4);
        using Guarded<short> weights = new(panels * ((tapCount + 1) / 2) * 32);
        weights.Span.Clear();
        int most = c.Bytes ? 127 : 383;
        for (int i = 0; i < taps.Span.Length; i++)
        {
            int tap = Math.Min(i, tapCount - 1);
            taps[i] = (tap / c.KernelWidth * inputWidth + tap % c.KernelWidth) * c.Channels;
            for (int channel = 0; channel < c.Channels; channel++)
            {
                weights[WeightIndex(tap, channel)] = (short)(c.Extreme ? most : random.Next(-most, most + 1));
            }
        }

        PixelStrides output = new(c.Height * c.Width * pixel, c.Width * pixel, pixel);
        using EpilogueCase epilogue = new(c.Epilogue ?? new(), random, new int[16 * panels], 1f / (400 * MathF.Sqrt(tapCount)), outputs, output);
        DepthwiseBlocks blocks = new(c.Channels, tapCount);
        using Guarded<byte> packed = new(blocks.Length);
        if (c.Bytes)
        {
            short* pairs = weights;
            int* bias = epilogue.Epilogue.Bias;
            float* multipliers = epilogue.Epilogue.Multiplier;
            blocks.Pack(
                (channel, tap) => pairs[WeightIndex(tap, channel)],
                [.. Enumerable.Range(0, 16 * panels).Select(i => bias[i])],
                [.. Enumerable.Range(0, 16 * panels).Select(i => multipliers[i])]).CopyTo(packed.Span);
        }

        DepthwiseShape shape = new()
        {
            Items = c.Items,
            Height = c.Height,
            Width = c.Width,
            Input = new(inputHeight * inputWidth * c.Channels, inputWidth * c.Channels * c.Stride, c.Channels * c.Stride),
            Output = output,
            Taps = taps,
            TapCount = tapCount,
            Blocks = c.Bytes ? packed : null,
            Channels = c.Channels,
        };

        bool floats = c.Epilogue?.Kind == EpilogueKind.Float;
        int size = floats ? 4 : 1;
        using Guarded<byte> expected = new(outputs * size);
        for (int i = 0; i < c.Items * c.Height * c.Width; i++)
        {
            int window = i / c.Width / c.Height * shape.Input.Item + i / c.Width % c.Height * shape.Input.Row + i % c.Width * shape.Input.Pixel;
            for (int channel = 0; channel < c.Channels; channel++)
            {
                int sum = 0;
                for (int tap = 0; tap < tapCount; tap++)
                {
                    sum += x[window + taps[tap] + channel] * weights[WeightIndex(tap, channel)];
                }

                int index = i * pixel + channel;
                if (floats)
                {
                    ((float*)expected.Pointer)[index] = epilogue.ExpectedFloat(sum, 0, channel);
                }
                else
                {
                    expected[index] = epilogue.ExpectedCode(sum, 0, channel, index);
                }
            }
        }

        foreach (int parts in (int[])[1, 2, 3, 7])
        {
            shape.Overhangs = parts % 2 == 0;
            using Guarded<byte> y = new(outputs * size);
            for (int part = 0; part < parts; part++)
            {
                Depthwise.Run(set, x, weights, y, shape, epilogue.Epilogue, part, parts);
            }

            y.AssertGuards();
            Codes.AssertEqual(expected.Span, y.Span, $"{c} in {parts} parts");
        }

        int WeightIndex(int tap, int channel) => (channel / 16 * ((tapCount + 1) / 2) + tap / 2) * 32 + channel % 16 * 2 + tap % 2;
    }
}
