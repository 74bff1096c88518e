using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A network with switches computes what files with a single quantized layer compute.</summary>
public sealed class LayerSwitchesTests(QuantizedNetworks networks) : IClassFixture<QuantizedNetworks>
{
    private static readonly CompilerOptions Options = new("Network");

    public static TheoryData<QuantizationSettings> Settings => [new QuantizationSettings(), new QuantizationSettings { Activations = ElementType.Int8, WideNodes = ["r1"], Overrides = new Dictionary<string, TensorOverride> { ["a"] = new(-1, 2, null, null, null) } }];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Each_layer_alone_is_the_file_with_that_layer_quantized(QuantizationSettings settings)
    {
        SwitchedModel model = LayerSwitches.Insert(SmallNetwork.Source, SmallNetwork.Calibration, settings, Options);
        Assert.Equal(3, model.Layers.Count);
        using NetworkRunner switched = Load(SmallNetwork.Source, model.Onnx);
        Array sample = SmallNetwork.Sample(3);
        foreach ((string name, long number) in model.Layers)
        {
            using NetworkRunner alone = Load(SmallNetwork.Source, SmallNetwork.Quantize(settings with { IncludeNodes = [name] }).Onnx);
            Assert.Equal(Outputs(alone, sample), Outputs(switched, sample, new[] { number }));
        }
    }

    [Fact]
    public void No_layer_is_the_float_network()
    {
        SwitchedModel model = LayerSwitches.Insert(SmallNetwork.Source, SmallNetwork.Calibration, new QuantizationSettings(), Options);
        using NetworkRunner switched = Load(SmallNetwork.Source, model.Onnx), original = Load(SmallNetwork.Source, SmallNetwork.Model);
        Array sample = SmallNetwork.Sample(3);
        Assert.Equal(Outputs(original, sample)[0], Outputs(switched, sample, new[] { -1L })[0], (x, y) => MathF.Abs(x - y) < 1e-5f);
    }

    [Fact]
    public void Only_the_layers_that_the_settings_quantize_have_a_switch()
    {
        SwitchedModel model = LayerSwitches.Insert(SmallNetwork.Source, SmallNetwork.Calibration, new QuantizationSettings { ExcludeNodes = ["c2"] }, Options);
        Assert.Equal(["Conv_0", "Gemm_8"], model.Layers.Select(l => l.Name));
        Assert.Throws<ModelException>(() => LayerSwitches.Insert(SmallNetwork.Source, SmallNetwork.Calibration, new QuantizationSettings { IncludeOperators = ["Add"] }, Options));
    }

    /// <summary>Networks whose tensors have several readers, among them graph outputs and layers.</summary>
    [SkippableTheory]
    [InlineData("fastestdet_float", 12)]
    [InlineData("face_rfb320_float", 9)]
    public void Layers_of_a_real_network_too(string name, int step)
    {
        QuantizedNetwork network = networks.Of(name);
        SwitchedModel model = LayerSwitches.Insert(network.Source, network.Calibration, new QuantizationSettings(), Options);
        using NetworkRunner switched = Load(network.Source, model.Onnx);
        Sample sample = network.Data.Samples().First();
        foreach ((string layer, long number) in model.Layers.Where((_, i) => i % step == 0))
        {
            using NetworkRunner alone = Load(network.Source, network.Quantize(new QuantizationSettings { IncludeNodes = [layer] }).Onnx);
            Assert.Equal(Outputs(alone, sample.Inputs), Outputs(switched, [.. sample.Inputs, new[] { number }]));
        }
    }

    private static NetworkRunner Load(ModelSource source, byte[] onnx) => NetworkRunner.Load(source with { Bytes = onnx }, Options, 2, _ => false);

    private static float[][] Outputs(NetworkRunner network, params Array[] inputs)
    {
        network.Run(inputs);
        return [.. network.Outputs.Select((_, i) => (float[])network.Floats(i).Clone())];
    }
}
