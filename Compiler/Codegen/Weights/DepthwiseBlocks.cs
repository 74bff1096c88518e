using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>The filters of a depthwise convolution as Runtime's DepthwiseShape.Blocks wants them: four taps of a channel in a double word.</summary>
internal sealed class DepthwiseBlocks(int channels, int taps)
{
    private const int PanelChannels = 16;
    private const int Registers = 4;
    private const int LaneChannels = 4;
    private const int StepTaps = 4;

    private readonly int _panels = (channels + PanelChannels - 1) / PanelChannels;

    /// <summary>Double words of a channel: its bias, its multiplier, its taps.</summary>
    private readonly int _words = 2 + ((taps + StepTaps - 1) / StepTaps);

    /// <summary>In bytes.</summary>
    public int Length => _panels * PanelChannels * _words * sizeof(int);

    /// <summary>Whether every weight fits in s8.</summary>
    public static bool Fit(Func<int, int, int> weight, int channels, int taps)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                if (weight(channel, tap) is < sbyte.MinValue or > sbyte.MaxValue)
                {
                    return false;
                }
            }
        }

        return true;
    }

    public byte[] Pack(Func<int, int, int> weight, IReadOnlyList<int> bias, IReadOnlyList<float> multipliers)
    {
        byte[] packed = new byte[Length];
        Span<int> words = MemoryMarshal.Cast<byte, int>(packed.AsSpan());
        Span<float> floats = MemoryMarshal.Cast<byte, float>(packed.AsSpan());
        int panel = 0;
        foreach (int width in (int[])[4, 2, 1])
        {
            for (; panel + width <= (width == 1 ? _panels : channels / PanelChannels); panel += width)
            {
                int block = panel * PanelChannels * _words, size = width * PanelChannels;
                for (int i = 0; i < size; i++)
                {
                    int channel = (panel * PanelChannels) + ChannelAt(i, size);
                    words[block + i] = bias[channel];
                    floats[block + size + i] = multipliers[channel];
                    for (int step = 0; channel < channels && step < _words - 2; step++)
                    {
                        words[block + ((2 + step) * size) + i] = FourTaps(weight, channel, step * StepTaps);
                    }
                }
            }
        }

        return packed;
    }

    /// <summary>Position i of a block is register i / (size/4), whose lanes hold four channels each, sixteen apart.</summary>
    private static int ChannelAt(int i, int size)
    {
        int register = i / (size / Registers), word = i % (size / Registers);
        return (word / LaneChannels * PanelChannels) + (register * LaneChannels) + (word % LaneChannels);
    }

    private int FourTaps(Func<int, int, int> weight, int channel, int first)
    {
        int word = 0;
        for (int tap = first; tap < Math.Min(first + StepTaps, taps); tap++)
        {
            word |= (weight(channel, tap) & 0xFF) << (8 * (tap - first));
        }

        return word;
    }
}
