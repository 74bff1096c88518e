using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Data;
using Octavo.Tool.Verification;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

public sealed class ModelComparerTests
{
    [Fact]
    public void The_outputs_are_those_of_the_models_as_they_run_with_and_without_layers()
    {
        Comparison with = Compare(layers: true), without = Compare(layers: false);
        Assert.Equal(without.Outputs.Select(Figures), with.Outputs.Select(Figures));
        Assert.Empty(without.Tensors);
        Assert.Contains("r1", with.Tensors.Select(t => t.Name));
    }

    private static (string Name, double Sqnr, double Cosine, double Largest) Figures(TensorError error) => (error.Name, error.Sqnr, error.Cosine, error.LargestDifference);

    private static Comparison Compare(bool layers)
    {
        using var folder = new TemporaryFolder();
        var quantized = new ModelSource("small.int8.onnx", SmallNetwork.Quantize(new QuantizationSettings()).Onnx);
        using ModelComparer comparer = ModelComparer.Load(SmallNetwork.Source, quantized, new CompilerOptions("Network"), 1, layers);
        DataSet data = DataSet.Open([folder.Write("data.bin", SmallNetwork.Data)], comparer.Inputs, PixelOptions.None, int.MaxValue);
        return comparer.Run(data, null, 5, _ => { });
    }
}
