using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Files that were written, read by ONNX Runtime and by Octavo: the same results.</summary>
public class OnnxRuntimeAgreementTests
{
    private const int Samples = 8;

    public static TheoryData<ElementType, bool, ModelFormat, Granularity, bool> Static
    {
        get
        {
            var data = new TheoryData<ElementType, bool, ModelFormat, Granularity, bool>();
            foreach (ElementType activations in new[] { ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16 })
            {
                foreach (bool symmetric in new[] { false, true })
                {
                    foreach (ModelFormat format in Enum.GetValues<ModelFormat>())
                    {
                        data.Add(activations, symmetric, format, Granularity.Channel, true);
                        if (activations.Size() == 1)
                        {
                            data.Add(activations, symmetric, format, Granularity.Channel, false);
                            data.Add(activations, symmetric, format, Granularity.Tensor, !symmetric);
                        }
                    }
                }
            }

            return data;
        }
    }

    /// <summary>Codes of 8 bits give the same bits. Those of 16 bits are sums of floats, in another order here and there: a step of the output's codes at most.</summary>
    [SkippableTheory]
    [MemberData(nameof(Static))]
    public void Static_quantization(ElementType activations, bool symmetric, ModelFormat format, Granularity granularity, bool symmetricWeights) => Agree(
        BranchedNetwork.Quantize(new QuantizationSettings
        {
            Activations = activations, SymmetricActivations = symmetric, Format = format, Granularity = granularity, SymmetricWeights = symmetricWeights,
        }).Onnx,
        activations.Size() == 1 ? 0 : 1e-4f,
        activations == ElementType.Int8);

    /// <summary>ONNX Runtime has no integer product with a scale per group and sums floats: the codes are the same.</summary>
    [SkippableTheory]
    [InlineData(ElementType.UInt8, true)]
    [InlineData(ElementType.UInt8, false)]
    [InlineData(ElementType.Int8, true)]
    public void Static_quantization_in_groups(ElementType activations, bool symmetricWeights) => Agree(
        BranchedNetwork.Quantize(new QuantizationSettings { Granularity = Granularity.Group, GroupSize = 16, Activations = activations, SymmetricWeights = symmetricWeights }).Onnx,
        1e-4f,
        activations == ElementType.Int8);

    [SkippableTheory]
    [InlineData(RangeMethod.Minmax)]
    [InlineData(RangeMethod.MovingAverage)]
    [InlineData(RangeMethod.Percentile)]
    [InlineData(RangeMethod.Entropy)]
    [InlineData(RangeMethod.Mse)]
    public void Every_method(RangeMethod method) => Agree(BranchedNetwork.Quantize(new QuantizationSettings { Method = method }).Onnx, 0);

    /// <summary>Behind a DequantizeLinear ONNX Runtime takes 8-bit activations for products with weights in blocks.</summary>
    [SkippableTheory]
    [InlineData(4, true, ModelFormat.QOperator)]
    [InlineData(4, false, ModelFormat.QOperator)]
    [InlineData(8, true, ModelFormat.QOperator)]
    [InlineData(8, false, ModelFormat.QOperator)]
    [InlineData(4, true, ModelFormat.Qdq)]
    [InlineData(4, false, ModelFormat.Qdq)]
    [InlineData(8, true, ModelFormat.Qdq)]
    [InlineData(8, false, ModelFormat.Qdq)]
    public void Weights_in_groups(int bits, bool symmetric, ModelFormat format) => Agree(
        BranchedNetwork.Quantize(new QuantizationSettings { Mode = QuantizationMode.WeightOnly, Format = format, Bits = bits, GroupSize = 16, SymmetricWeights = symmetric }).Onnx,
        format == ModelFormat.Qdq ? 0.01f : 1e-5f);

    /// <summary>Sums of floats between the products come in another order.</summary>
    [SkippableTheory]
    [InlineData(Granularity.Channel, true)]
    [InlineData(Granularity.Channel, false)]
    [InlineData(Granularity.Tensor, true)]
    [InlineData(Granularity.Tensor, false)]
    public void Dynamic_quantization(Granularity granularity, bool symmetricWeights) => Agree(
        BranchedNetwork.Quantize(new QuantizationSettings { Mode = QuantizationMode.Dynamic, Granularity = granularity, SymmetricWeights = symmetricWeights }).Onnx, 1e-5f);

    private static void Agree(byte[] onnx, float tolerance, bool keepSigned = false)
    {
        using var runtime = new Ort(onnx, keepSigned);
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        for (int i = 0; i < Samples; i++)
        {
            float[] x = SmallNetwork.Sample(i);
            float[] expected = runtime.Run(network, [x])[0], actual = (float[])network.Run(x)[0];
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
