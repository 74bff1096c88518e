using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

public class ClassNameTests
{
    [Theory]
    [InlineData("Infer")]
    [InlineData("Info")]
    [InlineData("Pool")]
    [InlineData("Weights")]
    [InlineData("OutputShape")]
    [InlineData("Octavo")]
    [InlineData("System")]
    public void A_class_cannot_be_named_like_one_of_its_members_or_a_namespace_it_needs(string className)
    {
        var source = new ModelSource("net.onnx", SmallModels.Relu(4));
        var exception = Assert.Throws<ModelException>(() => ModelCompiler.Compile(source, new CompilerOptions(className)).Source);
        Assert.Equal(ProblemKind.InvalidOption, Assert.Single(exception.Problems).Kind);
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("X")]
    [InlineData("Arena")]
    [InlineData("Octavo")]
    [InlineData("System")]
    public void A_class_in_a_namespace_may_be_named_like_anything_else(string className)
    {
        using var network = CompiledNetwork.Load(SmallModels.Relu(2), new CompilerOptions(className, "Shop"));
        Assert.Equal([0f, 3f], (float[])network.Run(new[] { -1f, 3f }).Single());
    }

    [Fact]
    public void A_layer_may_be_named_like_a_constant_or_a_variant_of_another_layer()
    {
        byte[] model = new OnnxBuilder()
            .Input("a", ElementType.Float32, 1, 2)
            .Input("b", ElementType.Float32, 1, 2)
            .NamedNode("a_length", "Add", ["a", "b"], ["t"])
            .NamedNode("a_length_codes", "Neg", ["t"], ["u"])
            .NamedNode("y shape", "Relu", ["u"], ["y"])
            .Output("y", ElementType.Float32, 1, 2)
            .Build();
        using var network = CompiledNetwork.Load(model);
        Assert.Equal([3f, 0f], (float[])network.Run(new[] { -1f, 1f }, new[] { -2f, 2f }).Single());
    }
}
