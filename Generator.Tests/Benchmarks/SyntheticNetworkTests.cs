using System.Collections.Generic;
using System.Linq;
using Octavo.Benchmarks.Networks;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Benchmarks;

public sealed class SyntheticNetworkTests
{
    /// <summary>Millions of multiply-accumulates, by name.</summary>
    private static readonly Dictionary<string, double> Costs = new()
    {
        ["mobilenet_v1_224"] = 569,
        ["mobilenet_v2_224"] = 301,
        ["mobilenet_v2_224_s8"] = 301,
        ["resnet18"] = 1814,
        ["resnet50"] = 4089,
        ["resnet8_cifar"] = 12.5,
        ["dscnn_kws"] = 2.55,
        ["mobilenet_v1_025_96"] = 7.49,
        ["ad_autoencoder"] = 0.264,
        ["mlp_mnist"] = 0.235,
        ["transformer_4x256"] = 436.2,
        ["dense_1x4096_4bit"] = 16.78,
        ["dense_128x1024_4bit"] = 134.2,
        ["dense_1x4096_4bit_int8"] = 16.78,
        ["dense_128x1024_4bit_int8"] = 134.2,
        ["dense_1x4096_8bit_int8"] = 16.78,
    };

    public static TheoryData<string> Names => new(SyntheticNetwork.All.Select(network => network.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_compiles_to_integer_kernels_of_the_cost_that_its_shapes_have(string name)
    {
        CompiledModel model = ModelCompiler.Compile(new ModelSource(name + ".onnx", Build(name)), new CompilerOptions("Network"));

        Assert.Empty(model.Problems);
        double millions = model.Plan.Layers.Sum(layer => layer.MultiplyAccumulates) / 1e6;
        Assert.InRange(millions, Costs[name] * 0.997, Costs[name] * 1.003);
    }

    [Fact]
    public void A_network_is_the_same_each_time() => Assert.Equal(Build("dscnn_kws"), Build("dscnn_kws"));

    private static byte[] Build(string name) => SyntheticNetwork.All.Single(network => network.Name == name).Build();
}
