using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Whatever the settings, a file that was written is one that Octavo compiles and ONNX Runtime runs, with the same results.</summary>
public class WrittenFilesTests
{
    private static readonly QuantizationSettings QOperator = new() { Format = ModelFormat.QOperator };

    [Fact]
    public void An_activation_stays_when_the_operator_before_it_keeps_its_form() =>
        CompiledNetwork.Load(Quantized(SmallNetwork.Source, QOperator with { Activations = ElementType.UInt16 })).Dispose();

    [Fact]
    public void Pools_of_volumes_stay_in_float()
    {
        byte[] pool = Model(b => b
            .Initializer("shape", [5], 1L, 3, 4, 4, 4)
            .Node("Reshape", ["x", "shape"], ["volume"])
            .Node("AveragePool", ["volume"], ["p"], ("kernel_shape", new[] { 2, 2, 2 })), 1, 3, 3, 3, 3);
        CompiledNetwork.Load(Quantized(new ModelSource("pool.onnx", pool), QOperator)).Dispose();
    }

    [Fact]
    public void A_product_that_adds_an_activation_keeps_its_form()
    {
        byte[] gemm = Model(b => b
            .Initializer("shape", [2], 24L, 8)
            .Node("Reshape", ["x", "shape"], ["a"])
            .Initializer("w", [8, 8], [.. Enumerable.Range(0, 64).Select(i => (i % 7 / 7f) - 0.4f)])
            .Node("Gemm", ["a", "w", "a"], ["p"]), 24, 8);
        CompiledNetwork.Load(Quantized(new ModelSource("gemm.onnx", gemm), QOperator)).Dispose();
    }

    [SkippableTheory]
    [InlineData(Granularity.Tensor)]
    [InlineData(Granularity.Channel)]
    public void Convolutions_whose_scales_are_computed_at_run_time_may_have_asymmetric_weights(Granularity granularity)
    {
        byte[] onnx = Quantized(SmallNetwork.Source, new QuantizationSettings { Mode = QuantizationMode.Dynamic, SymmetricWeights = false, Granularity = granularity });
        using var runtime = new Ort(onnx);
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        float[] x = SmallNetwork.Sample(0), expected = runtime.Run(network, [x])[0], actual = (float[])network.Run(x)[0];
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static byte[] Quantized(ModelSource source, QuantizationSettings settings) =>
        ModelQuantizer.Quantize(source, SmallNetwork.Calibrate(source), settings, new CompilerOptions("Network")).Onnx;

    /// <summary>A model from the input of <see cref="SmallNetwork"/> to <c>p</c>.</summary>
    private static byte[] Model(Action<OnnxBuilder> nodes, params Dim[] output)
    {
        OnnxBuilder builder = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3, 8, 8);
        nodes(builder);
        return builder.Output("p", ElementType.Float32, output).Build();
    }
}
