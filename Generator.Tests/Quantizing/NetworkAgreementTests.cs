using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Harness;
using Octavo.Tool.Data;
using Octavo.Tool.Verification;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Whole networks, quantized by each of the ways, in ONNX Runtime and as generated code.</summary>
public sealed class NetworkAgreementTests(QuantizedNetworks networks) : IClassFixture<QuantizedNetworks>
{
    private static readonly Dictionary<string, QuantizationSettings> Ways = new()
    {
        ["default"] = new(),
        ["qoperator"] = new() { Format = ModelFormat.QOperator },
        ["per tensor"] = new() { Granularity = Granularity.Tensor },
        ["asymmetric weights"] = new() { SymmetricWeights = false },
        ["s8"] = new() { Activations = ElementType.Int8 },
        ["symmetric s8"] = new() { Activations = ElementType.Int8, SymmetricActivations = true },
        ["u16"] = new() { Activations = ElementType.UInt16 },
        ["s16"] = new() { Activations = ElementType.Int16 },
        ["minmax"] = new() { Method = RangeMethod.Minmax },
        ["moving-average"] = new() { Method = RangeMethod.MovingAverage },
        ["percentile"] = new() { Method = RangeMethod.Percentile },
        ["entropy"] = new() { Method = RangeMethod.Entropy },
    };

    [SkippableTheory]
    [InlineData("mnist_float", "default")]
    [InlineData("mnist_float", "s8")]
    [InlineData("face_rfb320_float", "default")]
    [InlineData("face_rfb320_float", "qoperator")]
    [InlineData("face_rfb320_float", "per tensor")]
    [InlineData("face_rfb320_float", "asymmetric weights")]
    [InlineData("face_rfb320_float", "minmax")]
    [InlineData("face_rfb320_float", "moving-average")]
    [InlineData("face_rfb320_float", "percentile")]
    [InlineData("face_rfb320_float", "entropy")]
    [InlineData("face_yunet_float", "default")]
    [InlineData("face_yunet_float", "s8")]
    public void Every_bit_is_the_same(string name, string way)
    {
        (double equal, _, _) = Agreement(name, way);
        Assert.Equal(1, equal);
    }

    /// <summary>
    /// The exponentials of a softmax differ in their last bits, which moves a code now and then. ONNX Runtime rounds the addition of signed codes elsewhere, see docs/numerics.md; and what it leaves in float, as it does where a Relu does not end at the lowest code, it sums in another order.
    /// </summary>
    [SkippableTheory]
    [InlineData("fastestdet_float", "default", 0.99999, 0.99999)]
    [InlineData("fastestdet_float", "qoperator", 0.99999, 0.99999)]
    [InlineData("face_rfb320_float", "s8", 0.998, 0.99999)]
    [InlineData("mnist_float", "symmetric s8", 0.999, 0.99999)]
    [InlineData("mnist_float", "u16", 0.95, 0.9999999)]
    [InlineData("mnist_float", "s16", 0.95, 0.9999999)]
    [InlineData("face_rfb320_float", "u16", 0.2, 0.9999999)]
    public void Nearly_all_is_the_same(string name, string way, double least, double cosine)
    {
        (double equal, double leastCosine, _) = Agreement(name, way);
        Assert.InRange(equal, least, 1);
        Assert.InRange(leastCosine, cosine, 1.0000001);
    }

    [SkippableTheory]
    [InlineData("qoperator")]
    [InlineData("per tensor")]
    [InlineData("symmetric s8")]
    [InlineData("u16")]
    public void Digits_are_taken_for_the_same(string way)
    {
        (_, _, double answers) = Agreement("mnist_float", way);
        Assert.InRange(answers, 0.999, 1);
    }

    [SkippableFact]
    public void Digits_are_recognised_as_well_as_in_float()
    {
        Predictions predictions = Compare("mnist_float").Predictions!;
        Assert.Equal(10_000, predictions.Count);
        Assert.InRange(predictions.FloatAccuracy!.Value - predictions.QuantizedAccuracy!.Value, -0.003, 0.003);
        Assert.InRange(predictions.Agreement, 0.999, 1);
    }

    [SkippableTheory]
    [InlineData("face_rfb320_float", 0.99)]
    [InlineData("face_yunet_float", 0.99)]
    [InlineData("fastestdet_float", 0.99)]
    public void Outputs_stay_close_to_float(string name, double cosine) => Assert.All(Compare(name).Outputs, output => Assert.InRange(output.Cosine, cosine, 1));

    private Comparison Compare(string name)
    {
        QuantizedNetwork network = networks.Of(name);
        using ModelComparer comparer = ModelComparer.Load(network.Source, network.Source with { Bytes = network.Quantize(Ways["default"]).Onnx }, new CompilerOptions("Network"), Environment.ProcessorCount, layers: false);
        return comparer.Run(network.Data, name == "mnist_float" ? Labels.Read(Support.SharedData.Path("inputs", "mnist", "t10k-labels-idx1-ubyte.gz")) : null, 5, _ => { });
    }

    /// <summary>The share of equal floats among all outputs, the least cosine of one, and how often the greatest value of the first is the same one.</summary>
    private (double Equal, double Cosine, double Answers) Agreement(string name, string way)
    {
        QuantizedNetwork network = networks.Of(name);
        byte[] onnx = network.Quantize(Ways[way]).Onnx;
        using var runtime = new Ort(onnx, keepSigned: Ways[way].Activations == ElementType.Int8);
        using CompiledNetwork compiled = CompiledNetwork.Load(onnx);
        TensorError[] errors = [.. compiled.Outputs.Select(o => new TensorError(o.Name))];
        long values = 0, equal = 0, samples = 0, answers = 0;
        foreach (Sample sample in network.Data.Samples())
        {
            float[][] expected = runtime.Run(compiled, sample.Inputs);
            Array[] actual = compiled.Run(sample.Inputs);
            for (int o = 0; o < expected.Length; o++)
            {
                var floats = (float[])actual[o];
                errors[o].Add(expected[o], floats);
                values += floats.Length;
                equal += expected[o].Zip(floats).Count(pair => BitConverter.SingleToInt32Bits(pair.First) == BitConverter.SingleToInt32Bits(pair.Second));
            }

            samples++;
            answers += Best(expected[0]) == Best((float[])actual[0]) ? 1 : 0;
        }

        return ((double)equal / values, errors.Min(e => e.Cosine), (double)answers / samples);
    }

    private static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());
}
