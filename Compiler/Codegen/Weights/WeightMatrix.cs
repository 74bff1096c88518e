using System;
using System.Linq;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>
/// The weights of an integer convolution or product as the dot-product kernels see them: per output channel, segments of codes that meet contiguous
/// activations. Packs them into panels <c>[group][Channels/16][segment][SegmentLength/4][16][4]</c>, zero where padded.
/// </summary>
internal sealed class WeightMatrix
{
    public const int PanelChannels = 16;

    /// <summary>A step: four weights of each of a panel's channels.</summary>
    public const int StepBytes = 4 * PanelChannels;

    private readonly Func<int, int, int, int> _code;
    private readonly Quantization _quantization;
    private readonly int _shift;

    private WeightMatrix(int groups, int channels, int segments, int segmentLength, Value weights, Func<int, int, int, int> code)
    {
        Groups = groups;
        Channels = channels;
        Segments = segments;
        SegmentLength = segmentLength;
        _quantization = weights.Type.Quantization!;
        // The kernels want signed weights; moving codes and zero points by the same amount changes nothing.
        _shift = weights.Type.Element == ElementType.UInt8 ? -128 : 0;
        _code = code;
    }

    public int Groups { get; }

    /// <summary>Output channels per group.</summary>
    public int Channels { get; }

    public int Segments { get; }

    public int SegmentLength { get; }

    /// <summary>Channels per group with the padding of the last panel.</summary>
    public int PaddedChannels => (Channels + PanelChannels - 1) / PanelChannels * PanelChannels;

    /// <summary>Panels of all groups.</summary>
    public int Panels => Groups * (PaddedChannels / PanelChannels);

    /// <summary>Steps of one panel.</summary>
    public int Steps => Segments * SegmentSteps;

    public int SegmentSteps => (SegmentLength + 3) / 4;

    /// <summary>Bytes of one panel.</summary>
    public int PanelLength => checked(Steps * StepBytes);

    public int PackedLength => checked(Panels * PanelLength);

    /// <summary>Whether a zero code may stand for another weight than 0.</summary>
    public bool HasZeroPoints => Enumerable.Range(0, Groups * Channels).Any(channel => ZeroPoint(channel) != 0);

    /// <summary>Convolution weights [M, C/group, kh, kw]; a segment is a whole kernel row, or one tap when rows are not contiguous in memory.</summary>
    public static WeightMatrix OfConvolution(Value weights, int groups, bool rowSegments)
    {
        Shape shape = weights.Shape;
        int inputs = shape[1], height = shape[2], width = shape[3];
        byte[] bytes = weights.Data!.Bytes;
        bool signed = weights.Type.Element == ElementType.Int8;
        int taps = height * width;
        return new WeightMatrix(
            groups,
            shape[0] / groups,
            rowSegments ? height : taps,
            rowSegments ? width * inputs : inputs,
            weights,
            (channel, segment, k) =>
            {
                int tap = rowSegments ? (segment * width) + (k / inputs) : segment;
                byte code = bytes[(((channel * inputs) + (k % inputs)) * taps) + tap];
                return signed ? (sbyte)code : code;
            });
    }

    /// <summary>One matrix [K, N] of a product's right operand, starting at an element offset.</summary>
    public static WeightMatrix OfProduct(Value weights, int offset = 0)
    {
        int k = weights.Shape[-2], n = weights.Shape[-1];
        byte[] bytes = weights.Data!.Bytes;
        bool signed = weights.Type.Element == ElementType.Int8;
        return new WeightMatrix(1, n, 1, k, weights, (channel, _, i) =>
        {
            byte code = bytes[offset + (i * n) + channel];
            return signed ? (sbyte)code : code;
        });
    }

    /// <summary>The signed code that meets activation <paramref name="k"/> of a segment; <paramref name="channel"/> counts over all groups.</summary>
    public int Code(int channel, int segment, int k) => _code(channel, segment, k) + _shift;

    public int ZeroPoint(int channel) => _quantization.ZeroPointOf(channel) + _shift;

    public float Scale(int channel) => _quantization.ScaleOf(channel);

    /// <summary>The sum of a channel's codes.</summary>
    public int Sum(int channel)
    {
        int sum = 0;
        for (int segment = 0; segment < Segments; segment++)
        {
            for (int k = 0; k < SegmentLength; k++)
            {
                sum += Code(channel, segment, k);
            }
        }

        return sum;
    }

    /// <summary>
    /// True when no two neighbouring products u8 × s8 can leave int16 in their sum, so that VPMADDUBSW is exact: with activations up to 255 the
    /// positive weights of a pair must sum to at most 128 (255·128 = 32640), and the negative ones to at least −128.
    /// </summary>
    public bool PairsFitInt16()
    {
        for (int channel = 0; channel < Groups * Channels; channel++)
        {
            for (int segment = 0; segment < Segments; segment++)
            {
                for (int k = 0; k < SegmentLength; k += 2)
                {
                    int a = Code(channel, segment, k), b = k + 1 < SegmentLength ? Code(channel, segment, k + 1) : 0;
                    if (Math.Max(a, 0) + Math.Max(b, 0) > 128 || Math.Min(a, 0) + Math.Min(b, 0) < -128)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    public byte[] Pack()
    {
        byte[] packed = new byte[PackedLength];
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int step = 0; step < Steps; step++)
            {
                PackStep(packed.AsSpan((panel * PanelLength) + (step * StepBytes), StepBytes), panel, step);
            }
        }

        return packed;
    }

    /// <summary>Writes the weights of one step of a panel: [16 channels][4 k].</summary>
    public void PackStep(Span<byte> packed, int panel, int step)
    {
        Block block = BlockOf(panel, step);
        for (int channel = 0; channel < block.Channels; channel++)
        {
            for (int k = 0; k < block.Length; k++)
            {
                packed[(channel * 4) + k] = unchecked((byte)Code(block.Channel + channel, block.Segment, block.K + k));
            }
        }
    }

    /// <summary>True when all weights of a step of a panel are zero.</summary>
    public bool IsZero(int panel, int step)
    {
        Block block = BlockOf(panel, step);
        for (int channel = 0; channel < block.Channels; channel++)
        {
            for (int k = 0; k < block.Length; k++)
            {
                if (Code(block.Channel + channel, block.Segment, block.K + k) != 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>How many steps of all panels have nothing but zeros.</summary>
    public int CountZeroSteps()
    {
        int zeros = 0;
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int step = 0; step < Steps; step++)
            {
                zeros += IsZero(panel, step) ? 1 : 0;
            }
        }

        return zeros;
    }

    private Block BlockOf(int panel, int step)
    {
        int group = panel * PanelChannels / PaddedChannels, first = (panel * PanelChannels) - (group * PaddedChannels);
        int k = step % SegmentSteps * 4;
        return new Block((group * Channels) + first, Math.Min(PanelChannels, Channels - first), step / SegmentSteps, k, Math.Min(4, SegmentLength - k));
    }

    /// <summary>The weights behind one step of a panel; <paramref name="Channel"/> counts over all groups.</summary>
    private readonly record struct Block(int Channel, int Channels, int Segment, int K, int Length);
}
