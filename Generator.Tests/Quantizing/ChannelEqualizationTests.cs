using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;
using Octavo.Tool.Verification;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A network whose channels differ by powers of two between its convolutions: the first one's, then a depthwise one's.</summary>
public sealed class ChannelEqualizationTests
{
    private const int Channels = 6;

    private static readonly CompilerOptions Options = new("Network");
    private static readonly QuantizationSettings Without = new() { EqualizeChannels = false };
    private static readonly ModelSource Source = new("uneven.onnx", Build());
    private static readonly CalibrationData Calibration = SmallNetwork.Calibrate(Source);

    [Fact]
    public void Channels_of_a_depthwise_convolution_come_within_a_factor_of_two()
    {
        int[] exponents = Calibration.Equalized["r1"].Exponents;
        float[] before = Calibration.Tensors["r1"].Channels!.Magnitudes, after = Calibration.Equalized["r1"].Statistics.Channels!.Magnitudes;
        Assert.Equal(before.Select((m, c) => MathF.ScaleB(m, exponents[c])), after);
        Assert.All(after, m => Assert.InRange(m, before.Max() / 2, before.Max()));
        Assert.Equal(exponents, Calibration.Equalized["c1"].Exponents);
    }

    [Fact]
    public void No_bit_of_the_float_network_changes()
    {
        ModelDraft draft = ModelQuantizer.Prepare(Source, Options, out _);
        byte[] before = draft.Write();
        CalibrationData calibration = ChannelEqualization.Apply(draft, Calibration, new QuantizationSettings());
        byte[] after = draft.Write();
        Assert.NotEqual(before, after);
        Assert.Equal(Output(before), Output(after));
        Assert.Same(Calibration.Equalized["r1"].Statistics, calibration.Tensors["r1"]);
    }

    [Fact]
    public void Outputs_come_closer_and_layers_are_compared_as_they_were()
    {
        Comparison plain = Compare(Quantize(Without)), equalized = Compare(Quantize(new QuantizationSettings()));
        Assert.True(equalized.Outputs[0].Sqnr > plain.Outputs[0].Sqnr + 3, $"{equalized.Outputs[0].Sqnr} dB after {plain.Outputs[0].Sqnr}");
        Assert.True(equalized.Tensors.Single(t => t.Name == "r1").Sqnr > 30);
    }

    [Fact]
    public void A_file_tells_its_exponents()
    {
        IReadOnlyDictionary<string, int[]> exponents = ChannelEqualization.ExponentsOf(new ModelSource("q.onnx", Quantize(new QuantizationSettings())));
        Assert.Equal(["c1", "r1"], exponents.Keys.Where(k => k.EndsWith('1')).Order(StringComparer.Ordinal));
        Assert.Equal(Calibration.Equalized["r1"].Exponents, exponents["r1"]);
    }

    public static TheoryData<QuantizationSettings> Others => [
        Without,
        new QuantizationSettings { Granularity = Granularity.Tensor },
        new QuantizationSettings { Activations = ElementType.UInt16 },
        new QuantizationSettings { Overrides = new Dictionary<string, TensorOverride> { ["r1"] = new(0, 1, null, null, null), ["r2"] = new(0, 1, null, null, null) } }];

    [Theory]
    [MemberData(nameof(Others))]
    public void Nothing_is_equalized_where_it_does_not_pay_or_the_user_sets_the_range(QuantizationSettings settings) =>
        Assert.Empty(ChannelEqualization.ExponentsOf(new ModelSource("q.onnx", Quantize(settings))));

    [Fact]
    public void Calibration_files_keep_what_was_observed()
    {
        CalibrationData read = CalibrationFile.Read(CalibrationFile.Write(Calibration), "c.json");
        Assert.Equal(Quantize(new QuantizationSettings()), ModelQuantizer.Quantize(Source, read, new QuantizationSettings(), Options).Onnx);
        Assert.Equal(CalibrationFile.Write(Calibration), CalibrationFile.Write(read));
    }

    private static byte[] Quantize(QuantizationSettings settings) => ModelQuantizer.Quantize(Source, Calibration, settings, Options).Onnx;

    private static float[] Output(byte[] onnx)
    {
        using NetworkRunner network = NetworkRunner.Load(Source with { Bytes = onnx }, Options, 1, _ => false);
        network.Run([SmallNetwork.Sample(1)]);
        return (float[])network.Floats(0).Clone();
    }

    private static Comparison Compare(byte[] quantized)
    {
        using var folder = new TemporaryFolder();
        using ModelComparer comparer = ModelComparer.Load(Source, new ModelSource("q.onnx", quantized), Options, 1, layers: true);
        return comparer.Run(DataSet.Open([folder.Write("data.bin", SmallNetwork.Data)], comparer.Inputs, PixelOptions.None, int.MaxValue), null, 5, _ => { });
    }

    private static byte[] Build()
    {
        float[] first = Random(1, Channels * 27), second = Random(2, Channels * 9);
        return new OnnxBuilder(opset: 13)
            .Input("x", ElementType.Float32, 1, 3, 8, 8)
            .Initializer("w1", [Channels, 3, 3, 3], [.. first.Select((v, i) => MathF.ScaleB(v, -(i / 27)))]).Initializer("b1", [Channels], [.. Random(3, Channels).Select((v, i) => MathF.ScaleB(v, -i))])
            .Node("Conv", ["x", "w1", "b1"], ["c1"], ("kernel_shape", new[] { 3, 3 }))
            .Node("Relu", ["c1"], ["r1"])
            .Initializer("w2", [Channels, 1, 3, 3], [.. second.Select((v, i) => MathF.ScaleB(v, i / 9))])
            .Node("Conv", ["r1", "w2"], ["c2"], ("kernel_shape", new[] { 3, 3 }), ("group", Channels))
            .Node("Relu", ["c2"], ["r2"])
            .Initializer("w3", [4, Channels, 1, 1], Random(4, 4 * Channels))
            .Node("Conv", ["r2", "w3"], ["y"])
            .Output("y", ElementType.Float32, 1, 4, 4, 4)
            .Build();
    }

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
