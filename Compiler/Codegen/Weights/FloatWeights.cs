using System;
using System.Runtime.InteropServices;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>
/// The weights of a float convolution or product as the float kernels see them: panels <c>[group][Channels/16][segment][SegmentLength][16]</c>, zero where padded.
/// </summary>
internal sealed class FloatWeights
{
    private const int PanelChannels = WeightMatrix.PanelChannels;

    private readonly Func<int, int, int, float> _weight;

    private FloatWeights(int groups, int channels, int segments, int segmentLength, Func<int, int, int, float> weight)
    {
        Groups = groups;
        Channels = channels;
        Segments = segments;
        SegmentLength = segmentLength;
        _weight = weight;
    }

    public int Groups { get; }

    /// <summary>Output channels per group.</summary>
    public int Channels { get; }

    public int Segments { get; }

    public int SegmentLength { get; }

    public int PaddedChannels => (Channels + PanelChannels - 1) / PanelChannels * PanelChannels;

    public int PackedLength => checked(Groups * PaddedChannels * Segments * SegmentLength);

    /// <summary>Convolution weights [M, C/group, kh, kw]; segments as in <see cref="WeightMatrix.OfConvolution"/>.</summary>
    public static FloatWeights OfConvolution(Value weights, int groups, bool rowSegments)
    {
        Shape shape = weights.Shape;
        int inputs = shape[1], height = shape[2], width = shape[3], taps = height * width;
        float[] values = weights.Data!.ToFloats();
        return new FloatWeights(
            groups,
            shape[0] / groups,
            rowSegments ? height : taps,
            rowSegments ? width * inputs : inputs,
            (channel, segment, k) => values[(((channel * inputs) + (k % inputs)) * taps) + (rowSegments ? (segment * width) + (k / inputs) : segment)]);
    }

    /// <summary>A product's right operand [K, N].</summary>
    public static FloatWeights OfProduct(Value weights)
    {
        int n = weights.Shape[-1];
        float[] values = weights.Data!.ToFloats();
        return new FloatWeights(1, n, 1, weights.Shape[-2], (channel, _, k) => values[(k * n) + channel]);
    }

    /// <summary>One matrix of [matrices, N, K] by which a row vector of length K is multiplied; its contents may be unknown until run time.</summary>
    public static FloatWeights OfRows(Value weights, int matrix)
    {
        int n = weights.Shape[1], length = weights.Shape[2];
        float[] values = weights.Data?.ToFloats() ?? [];
        return new FloatWeights(1, n, 1, length, (channel, _, k) => values[(((matrix * n) + channel) * length) + k]);
    }

    public byte[] Pack()
    {
        var packed = new float[PackedLength];
        for (int group = 0; group < Groups; group++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                int panel = ((group * PaddedChannels) + (channel / PanelChannels * PanelChannels)) * Segments * SegmentLength;
                for (int segment = 0; segment < Segments; segment++)
                {
                    for (int k = 0; k < SegmentLength; k++)
                    {
                        packed[panel + (((segment * SegmentLength) + k) * PanelChannels) + (channel % PanelChannels)] =
                            _weight((group * Channels) + channel, segment, k);
                    }
                }
            }
        }

        return MemoryMarshal.AsBytes(packed.AsSpan()).ToArray();
    }

    /// <summary>A per-channel array with every group padded to whole panels.</summary>
    public float[] Padded(Value? values)
    {
        var padded = new float[Groups * PaddedChannels];
        for (int channel = 0; values is not null && channel < Groups * Channels; channel++)
        {
            padded[(channel / Channels * PaddedChannels) + (channel % Channels)] = (float)values.Data!.FloatAt(channel);
        }

        return padded;
    }
}
