using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>
/// Scales, zero points and codes of weights in groups in the written file. One column of 32 weights in groups of 16 is [7, -3.5, 0 …] and [-1, 2, 0 …]. Symmetric: the largest magnitude with its sign is the lowest
/// code, 2^(bits - 1) below the middle. Asymmetric: the group's range over all codes.
/// </summary>
public sealed class WeightOnlyScaleTests
{
    [Theory]
    // 7 / -8: codes 8 - 8 and 8 + 4; 2 / -8: 8 + 4, 8 - 8
    [InlineData(4, true, new[] { -0.875, -0.25 }, new long[0], new[] { 0, 12, 8, 12, 0, 8 })]
    // [-3.5, 7] in 15 steps of 0.7, zero 5; [-1, 2] in steps of 0.2, zero 5
    [InlineData(4, false, new[] { 0.7, 0.2 }, new long[] { 5, 5 }, new[] { 15, 0, 5, 0, 15, 5 })]
    // 7 / -128 and 2 / -128
    [InlineData(8, true, new[] { -0.0546875, -0.015625 }, new long[0], new[] { 0, 192, 128, 192, 0, 128 })]
    // 10.5 / 255 and 3 / 255, zeros at 85
    [InlineData(8, false, new[] { 10.5 / 255, 3.0 / 255 }, new long[] { 85, 85 }, new[] { 255, 0, 85, 0, 255, 85 })]
    public void Groups(int bits, bool symmetric, double[] scales, long[] zeroPoints, int[] codes)
    {
        float[] weights = new float[32];
        (weights[0], weights[1], weights[16], weights[17]) = (7, -3.5f, -1, 2);
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 32).Initializer("w", [32, 1], weights).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        var settings = new QuantizationSettings { Mode = QuantizationMode.WeightOnly, Bits = bits, GroupSize = 16, SymmetricWeights = symmetric };

        WrittenFile packed = WrittenFile.Of(model, settings with { Format = ModelFormat.QOperator });
        Assert.Equal("MatMulNBits", Assert.Single(packed.Nodes).OpType);
        (float[] actual, long[] zeros, long[] stored) = packed.Weights("w");
        Assert.Equal(scales.Select(s => (float)s), actual);
        Assert.Equal(zeroPoints, bits == 4 ? zeros.SelectMany(z => new[] { z & 15, z >> 4 }) : zeros);
        Assert.Equal(codes, Picked(bits == 4 ? [.. stored.SelectMany(c => new[] { c & 15, c >> 4 })] : stored));

        WrittenFile blocked = WrittenFile.Of(model, settings with { Format = ModelFormat.Qdq });
        Assert.Equal(["DequantizeLinear", "MatMul"], blocked.Nodes.Select(n => n.OpType));
        (actual, zeros, stored) = blocked.Weights("w");
        Assert.Equal(scales.Select(s => (float)s), actual);
        Assert.Equal(zeroPoints, zeros);

        // Without zero points codes are signed, the middle 0.
        Assert.Equal(codes.Select(c => symmetric ? c - (1 << (bits - 1)) : c), Picked(stored));
        Assert.Equal(16, blocked.Nodes[0].Attributes["block_size"].Int);
    }

    /// <summary>Convolutions have a scale per channel, of 8 bits: 3 / 127 and 1.75 / 127, or 4 / 255 and 1.75 / 255.</summary>
    [Theory]
    [InlineData(true, new[] { 3.0 / 127, 1.75 / 127 }, new long[] { 0, 0 }, new long[] { -42, 0, 127, 36, 127, 91 })]
    [InlineData(false, new[] { 4.0 / 255, 1.75 / 255 }, new long[] { -64, -128 }, new long[] { -128, -64, 127, -55, 127, 54 })]
    public void Convolutions(bool symmetric, double[] scales, long[] zeroPoints, long[] codes)
    {
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3, 2, 2).Initializer("w", [2, 3, 1, 1], -1f, 0f, 3f, 0.5f, 1.75f, 1.25f).Node("Conv", ["x", "w"], ["y"]).Output("y").Build();
        foreach (ModelFormat format in Enum.GetValues<ModelFormat>())
        {
            WrittenFile file = WrittenFile.Of(model, new QuantizationSettings { Mode = QuantizationMode.WeightOnly, Format = format, SymmetricWeights = symmetric });
            (float[] actual, long[] zeros, long[] stored) = file.Weights("w");
            Assert.Equal(scales.Select(s => (float)s), actual);
            Assert.Equal(zeroPoints, zeros);
            Assert.Equal(codes, stored);
        }
    }

    private static int[] Picked(long[] codes) => [(int)codes[0], (int)codes[1], (int)codes[2], (int)codes[16], (int)codes[17], (int)codes[18]];
}
