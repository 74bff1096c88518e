using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>The option InputValues makes constants of inputs; where one is needed, the message says what to write.</summary>
public sealed class InputValuesTests
{
    [Theory]
    [InlineData("shape:2 -1", "[2,3]")]
    [InlineData(" shape : 3  2 ", "[3,2]")]
    [InlineData("shape:6 1,other:true", "[6,1]")]
    public void Makes_constants_of_inputs(string inputValues, string shape)
    {
        Graph graph = Import(inputValues).Graph;

        Assert.Equal(shape, graph.Outputs[0].Value.Shape.ToString());
        Assert.DoesNotContain("shape", graph.Inputs.Select(i => i.Name));
    }

    [Theory]
    [InlineData("shape:2")]
    [InlineData("shape:2 1.5")]
    [InlineData("shape:2 x")]
    [InlineData("form:2 3")]
    [InlineData("shape")]
    [InlineData("shape:2 3,shape:2 3")]
    [InlineData("shape:2 99999999999999999999")]
    public void Refuses_what_it_cannot_read(string inputValues) =>
        Assert.Equal(ProblemKind.InvalidOption, Assert.Single(Assert.Throws<ModelException>(() => Import(inputValues)).Problems).Kind);

    [Fact]
    public void A_shape_from_an_input_is_refused_with_what_to_write_and_that_works()
    {
        Problem problem = Assert.Single(Assert.Throws<ModelException>(() => Import(null)).Problems);
        string written = problem.Message.Split("InputValues=\"")[1].Split('"')[0];

        Assert.Equal((ProblemKind.SymbolicShape, "shape"), (problem.Kind, problem.OpenInput));
        Assert.Equal("shape:1 2", written);
        Assert.Equal(new Shape(1, 2), Importing.Import(Reshaped(2), inputValues: written).Graph.Outputs[0].Value.Shape);
    }

    private static ImportedModel Import(string? inputValues) => Importing.Import(Reshaped(6), inputValues: inputValues);

    private static OnnxBuilder Reshaped(int length) => new OnnxBuilder()
        .Input("x", ElementType.Float32, length)
        .Input("shape", ElementType.Int64, 2)
        .Input("other", ElementType.Bool)
        .Node("Reshape", ["x", "shape"], ["y"])
        .Output("y");
}
