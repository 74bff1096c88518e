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
    public static TheoryData<ModelFormat, Granularity, bool, ElementType> Static
    {
        get
        {
            var data = new TheoryData<ModelFormat, Granularity, bool, ElementType>();
            foreach (ModelFormat format in Enum.GetValues<ModelFormat>())
            {
                foreach (Granularity granularity in new[] { Granularity.Tensor, Granularity.Channel })
                {
                    data.Add(format, granularity, false, ElementType.UInt8);
                    data.Add(format, granularity, true, ElementType.UInt8);
                    data.Add(format, granularity, false, ElementType.Int8);
                }
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Static))]
    public void Static_quantization(ModelFormat format, Granularity granularity, bool symmetric, ElementType activations)
    {
        QuantizedModel model = SmallNetwork.Quantize(new QuantizationSettings
        {
            Format = format, Granularity = granularity, SymmetricActivations = symmetric, Activations = activations,
        });
        // A code more or less where a sum lies between two: what ONNX Runtime does not fuse it computes in float.
        Agree(model.Onnx, steps: 1);
    }

    [SkippableTheory]
    [InlineData(RangeMethod.MovingAverage)]
    [InlineData(RangeMethod.Percentile)]
    [InlineData(RangeMethod.Entropy)]
    [InlineData(RangeMethod.Mse)]
    public void Every_method(RangeMethod method) => Agree(SmallNetwork.Quantize(new QuantizationSettings { Method = method, CorrectBiases = true }).Onnx, steps: 1);

    [SkippableTheory]
    [InlineData(4, true, ModelFormat.QOperator)]
    [InlineData(4, false, ModelFormat.QOperator)]
    [InlineData(8, true, ModelFormat.QOperator)]
    [InlineData(8, false, ModelFormat.QOperator)]
    [InlineData(4, true, ModelFormat.Qdq)]
    [InlineData(4, false, ModelFormat.Qdq)]
    [InlineData(8, true, ModelFormat.Qdq)]
    [InlineData(8, false, ModelFormat.Qdq)]
    public void Weights_in_groups(int bits, bool symmetric, ModelFormat format) =>
        Agree(SmallNetwork.Quantize(new QuantizationSettings { Mode = QuantizationMode.WeightOnly, Format = format, Bits = bits, GroupSize = 16, SymmetricWeights = symmetric }).Onnx, steps: 0);

    [SkippableFact]
    public void Dynamic_quantization() => Agree(SmallNetwork.Quantize(new QuantizationSettings { Mode = QuantizationMode.Dynamic }).Onnx, steps: 0);

    /// <param name="steps">How many codes of the output may lie between the two; besides, floats differ by their roundings.</param>
    private static void Agree(byte[] onnx, int steps)
    {
        using var runtime = new Ort(onnx);
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        int exact = 0;
        const int Samples = 8;
        for (int i = 0; i < Samples; i++)
        {
            float[] x = SmallNetwork.Sample(i);
            float[] expected = runtime.Run(network, [x])[0], actual = (float[])network.Run(x)[0];
            // The step of the output's codes is the least difference among its values.
            float step = expected.SelectMany(a => expected, (a, b) => Math.Abs(a - b)).Where(d => d > 1e-4f).DefaultIfEmpty(0).Min();
            float tolerance = 1e-4f + (steps * step);
            Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
            exact += expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4f) ? 1 : 0;
        }

        Assert.InRange(exact, Samples / 2, Samples);
    }
}
