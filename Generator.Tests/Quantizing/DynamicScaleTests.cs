using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Scales that a dynamic quantization writes and those that it computes, with numbers worked out by hand.</summary>
public sealed class DynamicScaleTests
{
    private static readonly QuantizationSettings Dynamic = new() { Mode = QuantizationMode.Dynamic };

    /// <summary>Weights [-1, 0, 3] and [0.5, 1.75, 1.25] of two output channels: the numbers of <see cref="WeightScaleTests"/>.</summary>
    [Theory]
    [InlineData(Granularity.Tensor, true, new[] { 3.0 / 127 }, new long[0], new long[] { -42, 21, 0, 74, 127, 53 })]
    [InlineData(Granularity.Tensor, false, new[] { 4.0 / 255 }, new long[] { -64 }, new long[] { -128, -32, -64, 48, 127, 16 })]
    [InlineData(Granularity.Channel, true, new[] { 3.0 / 127, 1.75 / 127 }, new long[0], new long[] { -42, 36, 0, 127, 127, 91 })]
    [InlineData(Granularity.Channel, false, new[] { 4.0 / 255, 1.75 / 255 }, new long[] { -64, -128 }, new long[] { -128, -55, -64, 127, 127, 54 })]
    public void Weights_of_products(Granularity granularity, bool symmetric, double[] scales, long[] zeroPoints, long[] codes)
    {
        foreach (bool transposed in new[] { false, true })
        {
            float[] weights = transposed ? [-1, 0, 3, 0.5f, 1.75f, 1.25f] : [-1, 0.5f, 0, 1.75f, 3, 1.25f];
            byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3).Initializer("w", transposed ? [2, 3] : [3, 2], weights)
                .Node("Gemm", ["x", "w"], ["y"], ("transB", transposed ? 1 : 0)).Output("y").Build();
            WrittenFile file = WrittenFile.Of(model, Dynamic with { Granularity = granularity, SymmetricWeights = symmetric });
            (float[] actual, long[] zeros, long[] stored) = file.Weights("w");
            Assert.Equal(scales.Select(s => (float)s), actual);
            Assert.Equal(zeroPoints, zeros);
            Assert.Equal(codes, stored);
        }
    }

    /// <summary>Zero points of single channels are nothing that ConvInteger knows in ONNX Runtime: channels are symmetric.</summary>
    [Theory]
    [InlineData(Granularity.Tensor, false, new[] { 4.0 / 255 }, new long[] { -64 }, new long[] { -128, -64, 127, -32, 48, 16 })]
    [InlineData(Granularity.Channel, true, new[] { 3.0 / 127, 1.75 / 127 }, new long[0], new long[] { -42, 0, 127, 36, 127, 91 })]
    [InlineData(Granularity.Channel, false, new[] { 3.0 / 127, 1.75 / 127 }, new long[0], new long[] { -42, 0, 127, 36, 127, 91 })]
    public void Weights_of_convolutions(Granularity granularity, bool symmetric, double[] scales, long[] zeroPoints, long[] codes)
    {
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3, 2, 2).Initializer("w", [2, 3, 1, 1], -1f, 0f, 3f, 0.5f, 1.75f, 1.25f).Node("Conv", ["x", "w"], ["y"]).Output("y").Build();
        (float[] actual, long[] zeros, long[] stored) = WrittenFile.Of(model, Dynamic with { Granularity = granularity, SymmetricWeights = symmetric }).Weights("w");
        Assert.Equal(scales.Select(s => (float)s), actual);
        Assert.Equal(zeroPoints, zeros);
        Assert.Equal(codes, stored);
    }

    /// <summary>One unit, one input: each gate is an output channel of its own, whose only weight is the extreme, 127 or -127 steps.</summary>
    [Theory]
    [InlineData(Granularity.Channel, new[] { 1.0 / 127, 2.0 / 127, 0.5 / 127, 4.0 / 127 }, new long[] { 127, -127, 127, 127 })]
    // 4 / 127: 31.75, -63.5 to even, 15.9, 127
    [InlineData(Granularity.Tensor, new[] { 4.0 / 127 }, new long[] { 32, -64, 16, 127 })]
    public void Weights_of_an_LSTM(Granularity granularity, double[] scales, long[] codes)
    {
        byte[] model = new OnnxBuilder(opset: 14).Input("x", ElementType.Float32, 3, 1, 1).Initializer("w", [1, 4, 1], 1f, -2f, 0.5f, 4f).Initializer("r", [1, 4, 1], 1f, 1f, 1f, 1f)
            .Node("LSTM", ["x", "w", "r"], ["y"], ("hidden_size", 1)).Output("y").Build();
        WrittenFile file = WrittenFile.Of(model, Dynamic with { Granularity = granularity });
        Assert.Equal("DynamicQuantizeLSTM", Assert.Single(file.Nodes).OpType);
        (float[] actual, long[] zeros, long[] stored) = file.Weights("w");
        Assert.Equal(scales.Select(s => (float)s), actual);
        Assert.All(zeros, z => Assert.Equal(0, z));
        Assert.Equal(codes, stored);
    }

    /// <summary>
    /// x = [-1, 0, 3]: scale 4 / 255, zero point round(63.75) = 64, so that -1 is 64 steps below and 3 is 191 above. Weights of 1 and -1 are 127 steps of 1 / 127: y = -64 · 4 / 255 and -191 · 4 / 255.
    /// </summary>
    [Fact]
    public void Activations()
    {
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3).Initializer("w", [3, 2], 1f, 0f, 0f, 0f, 0f, -1f).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        WrittenFile file = WrittenFile.Of(model, Dynamic);
        Assert.Equal(["DynamicQuantizeLinear", "MatMulInteger", "Cast", "Mul", "Mul"], file.Nodes.Select(n => n.OpType));
        using CompiledNetwork network = CompiledNetwork.Load(file.Onnx);
        float[] y = (float[])network.Run(new float[] { -1, 0, 3 })[0];
        Assert.Equal(-256 / 255.0, y[0], 1e-6);
        Assert.Equal(-764 / 255.0, y[1], 1e-6);
    }

    /// <summary>Zeros have the scale 1 (0 by the formula), and a range without 0 is widened to it.</summary>
    [Theory]
    [InlineData(0, 0, 0.0)]
    // [0, 8]: 8 is 255 steps of 8 / 255, and 3 is round(95.6) of them.
    [InlineData(3, 8, (96 + 255) * 8 / 255.0)]
    // [-8, 0]
    [InlineData(-3, -8, -(96 + 255) * 8 / 255.0)]
    public void Activations_of_one_sign(float first, float second, double sum)
    {
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 2).Initializer("w", [2, 1], 1f, 1f).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        using CompiledNetwork network = CompiledNetwork.Load(WrittenFile.Of(model, Dynamic).Onnx);
        Assert.Equal(sum, ((float[])network.Run(new[] { first, second })[0])[0], 1e-5);
    }
}
