using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>The two forms in which weights alone become codes: one meaning.</summary>
public class WeightOnlyTests
{
    private const int K = 40;
    private const int N = 10;

    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    [InlineData(8, false)]
    public void Both_forms_give_the_same_kernels_and_bits(int bits, bool symmetric)
    {
        float[] x = Numbers(2, K);
        float[][] results = [.. Enum.GetValues<ModelFormat>().Select(format =>
        {
            QuantizedModel model = Quantize(bits, symmetric, format);
            using CompiledNetwork network = CompiledNetwork.Load(model.Onnx);
            Assert.Equal(["MatMulNBits", "MatMulNBits"], network.Info.Layers.Select(l => l.Operator));
            Assert.All(network.Info.Layers, l => Assert.Contains($"{bits} bits", l.Kernel, StringComparison.Ordinal));
            return (float[])network.Run(x)[0];
        })];

        Assert.Equal(results[0], results[1]);
        using CompiledNetwork original = CompiledNetwork.Load(Model());
        double noise = Math.Sqrt(results[0].Zip((float[])original.Run(x)[0], (a, b) => Math.Pow(a - b, 2)).Sum() / results[0].Sum(v => v * v));
        Assert.InRange(noise, 0, bits == 8 ? 0.02 : 0.3);
    }

    /// <summary>40 × 10 + 10 × 10 floats; with 4 bits and groups of 16, half a byte and a scale per 16 of them.</summary>
    [Theory]
    [InlineData(ModelFormat.Qdq)]
    [InlineData(ModelFormat.QOperator)]
    public void Four_bits_stay_four_bits_in_the_file(ModelFormat format) =>
        Assert.InRange(Model().Length - Quantize(4, true, format).Onnx.Length, 700, 1600);

    [Fact]
    public void Groups_lie_along_the_reduction()
    {
        // 7 in the first group gets the scale 7 / -8 and the code -8; -3.5 gets 4. The second group is zeros.
        var settings = new QuantizationSettings { Bits = 4, GroupSize = 16 };
        GroupedWeights grouped = GroupedWeights.Of((column, row) => column == 0 && row == 0 ? 7 : column == 0 && row == 1 ? -3.5f : 0, 2, 17, settings);
        foreach (int axis in new[] { 0, 1 })
        {
            BlockedWeights blocked = BlockedWeights.Of(grouped, 2, 17, axis, settings);
            Assert.Equal(ElementType.Int4, blocked.Codes.Element);
            Assert.Equal(axis == 0 ? new Shape(17, 2) : new Shape(2, 17), blocked.Codes.Shape);
            Assert.Equal(axis == 0 ? [-8, 0, 4, 0] : [-8, 4, 0, 0], blocked.Codes.ToLongs().Take(4));
            Assert.Equal(axis == 0 ? [-0.875f, 1, 1, 1] : [-0.875f, 1, 1, 1], blocked.Scales.ToFloats());
            Assert.Null(blocked.ZeroPoints);
        }
    }

    [Fact]
    public void Asymmetric_groups_keep_their_zero_points()
    {
        // [-1, 2] in 4 bits: scale 3 / 15 = 0.2, zero point 5.
        var settings = new QuantizationSettings { Bits = 4, GroupSize = 16, SymmetricWeights = false };
        BlockedWeights blocked = BlockedWeights.Of(GroupedWeights.Of((_, row) => row == 0 ? -1 : row == 1 ? 2 : 0, 1, 48, settings), 1, 48, 0, settings);
        Assert.Equal(ElementType.UInt4, blocked.ZeroPoints!.Element);
        Assert.Equal([5, 0, 0], blocked.ZeroPoints.ToLongs());
        Assert.Equal([0, 15, 5], blocked.Codes.ToLongs().Take(3));
    }

    private static QuantizedModel Quantize(int bits, bool symmetric, ModelFormat format) => ModelQuantizer.Quantize(
        new ModelSource("dense.onnx", Model()),
        null,
        new QuantizationSettings { Mode = QuantizationMode.WeightOnly, Format = format, Bits = bits, GroupSize = 16, SymmetricWeights = symmetric },
        new CompilerOptions("Network"));

    private static byte[] Model() => new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, K)
        .Initializer("w", [K, N], Numbers(3, K * N)).Node("MatMul", ["x", "w"], ["h"]).Node("Relu", ["h"], ["r"])
        .Initializer("v", [N, N], Numbers(4, N * N)).Initializer("b", [N], Numbers(5, N)).Node("Gemm", ["r", "v", "b"], ["y"], ("transB", 1)).Output("y").Build();

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
