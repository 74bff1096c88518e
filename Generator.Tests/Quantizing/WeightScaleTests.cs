using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Scales, zero points and codes of weights and biases in the written file, with numbers worked out by hand.</summary>
public sealed class WeightScaleTests
{
    /// <summary>Two output channels of three weights: [-1, 3] and [0.5, 1.75], the latter widened to [0, 1.75].</summary>
    private static readonly float[][] Channels = [[-1, 0, 3], [0.5f, 1.75f, 1.25f]];

    /// <summary>By granularity and symmetry: scales, zero points, codes of the two channels.</summary>
    private static readonly Dictionary<(Granularity, bool), (double[] Scales, long[] ZeroPoints, long[][] Codes)> Expected = new()
    {
        // 3 / 127: -42.3, 0, 127; 21.2, 74.1, 52.9
        [(Granularity.Tensor, true)] = ([3.0 / 127], [0], [[-42, 0, 127], [21, 74, 53]]),
        // 4 / 255, zero point round(-128 + 63.75): -63.75, 0, 191.25; 31.9, 111.6, 79.7 and -64
        [(Granularity.Tensor, false)] = ([4.0 / 255], [-64], [[-128, -64, 127], [-32, 48, 16]]),
        // 3 / 127 and 1.75 / 127: 36.3, 127, 90.7
        [(Granularity.Channel, true)] = ([3.0 / 127, 1.75 / 127], [0, 0], [[-42, 0, 127], [36, 127, 91]]),
        // 4 / 255 and 1.75 / 255, whose zero point is the lowest code: 72.9, 255, 182.1 and -128
        [(Granularity.Channel, false)] = ([4.0 / 255, 1.75 / 255], [-64, -128], [[-128, -64, 127], [-55, 127, 54]]),
    };

    public static TheoryData<string, Granularity, bool> Layers
    {
        get
        {
            var data = new TheoryData<string, Granularity, bool>();
            foreach (string layer in new[] { "Conv", "ConvTranspose", "Gemm", "Gemm transposed", "MatMul" })
            {
                foreach ((Granularity granularity, bool symmetric) in Expected.Keys)
                {
                    data.Add(layer, granularity, symmetric);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Of_each_layer(string layer, Granularity granularity, bool symmetric)
    {
        bool outputsFirst = layer is "Conv" or "Gemm transposed", isImage = layer.StartsWith("Conv");
        float[] weights = outputsFirst ? [.. Channels.SelectMany(c => c)] : [.. Enumerable.Range(0, 6).Select(i => Channels[i % 2][i / 2])];
        int[] shape = outputsFirst ? [2, 3] : [3, 2];
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, isImage ? [1, 3, 2, 2] : [1, 3]).Initializer("w", isImage ? [.. shape, 1, 1] : shape, weights)
            .Node(layer.Split(' ')[0], ["x", "w"], ["y"], layer == "Gemm transposed" ? [("transB", 1)] : []).Output("y").Build();
        (double[] scales, long[] zeroPoints, long[][] codes) = Expected[(granularity, symmetric)];
        foreach (ModelFormat format in System.Enum.GetValues<ModelFormat>())
        {
            var settings = new QuantizationSettings { Granularity = granularity, SymmetricWeights = symmetric, Format = format };
            WrittenFile file = WrittenFile.Of(model, settings, ("x", WrittenFile.Seen([-1, 1])), ("y", WrittenFile.Seen([-4, 4])));
            (float[] actual, long[] zeros, long[] stored) = file.Weights("w");
            Assert.Equal(scales.Select(s => (float)s), actual);
            Assert.Equal(zeroPoints, zeros);
            Assert.Equal(outputsFirst ? codes.SelectMany(c => c) : Enumerable.Range(0, 6).Select(i => codes[i % 2][i / 2]), stored);
        }
    }

    /// <summary>Seventeen weights in groups of sixteen: −1 and 0.5 in the first, 3 in the second; 0.4 and 2 in another output's. The bias stays what it is.</summary>
    [Theory]
    [InlineData("Gemm")]
    [InlineData("Gemm transposed")]
    [InlineData("MatMul")]
    public void Of_groups(string layer)
    {
        // A MatMul reads its weights through a Transpose.
        bool isTransposed = layer == "Gemm transposed", outputsFirst = layer != "Gemm";
        float[][] outputs = [[-1, .. new float[14], 0.5f, 3], [.. new float[15], 0.4f, -2]];
        float[] weights = isTransposed ? [.. outputs.SelectMany(o => o)] : [.. Enumerable.Range(0, 34).Select(i => outputs[i % 2][i / 2])];
        OnnxBuilder model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 17).Initializer("w", isTransposed ? [2, 17] : [17, 2], weights).Initializer<float>("b", [2], 1, 2);
        string[] inputs = layer == "MatMul" ? ["x", "w"] : ["x", "w", "b"];
        model.Node(layer.Split(' ')[0], inputs, ["y"], isTransposed ? [("transB", 1)] : []).Output("y");
        var settings = new QuantizationSettings { Granularity = Granularity.Group, GroupSize = 16 };
        WrittenFile file = WrittenFile.Of(model.Build(), settings, ("x", WrittenFile.Seen([-1, 1])), ("y", WrittenFile.Seen([-4, 4])));
        (float[] scales, long[] zeroPoints, long[] codes) = file.Weights("w");

        // 0.5 · 127 = 63.5
        long[][] expected = [[-127, .. new long[14], 64, 127], [.. new long[15], 127, -127]];
        Assert.Equal(outputsFirst ? [(float)(1.0 / 127), (float)(3.0 / 127), (float)(0.4f / 127.0), (float)(2.0 / 127)] : [(float)(1.0 / 127), (float)(0.4f / 127.0), (float)(3.0 / 127), (float)(2.0 / 127)], scales);
        Assert.Empty(zeroPoints);
        Assert.Equal(outputsFirst ? expected.SelectMany(c => c) : Enumerable.Range(0, 34).Select(i => expected[i % 2][i / 2]), codes);
        Assert.Equal((16L, outputsFirst ? 1L : 0L), file.Nodes.Where(n => n.OpType == "DequantizeLinear" && n.Inputs[0] == "w_quantized").Select(n => (n.Int("block_size", 0), n.Int("axis", 0))).Single());
        Assert.Equal(layer == "MatMul", file.Nodes.Any(n => n.OpType == "Transpose"));
        Assert.All(file.Nodes.Where(n => n.OpType == "Gemm"), n => Assert.StartsWith("b", n.Inputs[2]));
    }

    /// <summary>x in [0, 255/64] has steps of 1/64, weights up to 127/32 steps of 1/32: the bias is in 1/2048.</summary>
    [Fact]
    public void A_bias_has_the_scale_of_the_accumulator()
    {
        WrittenFile file = Biased(255 / 64f, [3.96875f, 1.984375f], [1, -0.3f]);
        (float[] scales, long[] zeroPoints, long[] codes) = file.Weights("b");
        // 1 · 2048 and -0.3 · 4096 = -1228.8
        Assert.Equal([1 / 2048f, 1 / 4096f], scales);
        Assert.Empty(zeroPoints);
        Assert.Equal([2048, -1229], codes);
    }

    /// <summary>
    /// With steps of 1/64 for x and 2^-40 for its weight, a bias of 8 would be 2^49. It gets half of the accumulator's range, 2^30, from weights in steps of 8 · 64 / 2^30 = 2^-21; the weight is 127 · 2^-40, and 0 in these.
    /// </summary>
    [Fact]
    public void A_bias_too_large_for_the_accumulator_widens_the_scale_of_its_weights()
    {
        WrittenFile file = Biased(255 / 64f, [127 / 1099511627776f, 3.96875f], [8, 8]);
        (float[] scales, _, long[] codes) = file.Weights("w");
        Assert.Equal([1 / 2097152f, 1 / 32f], scales);
        Assert.Equal([0, 127], codes);
        Assert.Equal([1 << 30, 16384], file.Weights("b").Codes);
    }

    /// <summary>A channel of zeros takes the widest scale, 2; its bias of 6 is in 1/64 · 2.</summary>
    [Fact]
    public void A_channel_of_zeros_leaves_room_for_its_bias()
    {
        WrittenFile file = Biased(255 / 64f, [0, 254], [6, 0]);
        Assert.Equal([2f, 2f], file.Weights("w").Scales);
        Assert.Equal([192, 0], file.Weights("b").Codes);
    }

    /// <summary>y[o] = w[o] x + b[o]</summary>
    private static WrittenFile Biased(float highest, float[] weights, float[] bias)
    {
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 1).Initializer("w", [2, 1], weights).Initializer("b", [2], bias)
            .Node("Gemm", ["x", "w", "b"], ["y"], ("transB", 1)).Output("y").Build();
        return WrittenFile.Of(model, new QuantizationSettings { Method = RangeMethod.Minmax }, ("x", WrittenFile.Seen([0, highest])), ("y", WrittenFile.Seen([-4, 4])));
    }
}
