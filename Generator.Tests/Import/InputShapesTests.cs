using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>The option InputShapes fixes symbolic sizes; without it the message says what to write.</summary>
public sealed class InputShapesTests
{
    [Theory]
    [InlineData("1x128")]
    [InlineData("tokens:0:1x128")]
    [InlineData(" tokens:0 : 1x128 ")]
    public void Fixes_the_sizes_of_an_input(string inputShapes)
    {
        ImportedModel model = Importing.Import(Tokens(), inputShapes);

        Assert.Equal(new Shape(1, 128), model.Graph.Inputs[0].Shape);
        Assert.False(model.Graph.HasSymbolicBatch);
    }

    [Fact]
    public void Fixes_several_inputs()
    {
        ImportedModel model = Importing.Import(Tokens().Input("image", ElementType.Float32, "N", 3, "H", "W"), "image:2x3x8x8,tokens:0:1x5");

        Assert.Equal(["[1,5]", "[2,3,8,8]"], model.Graph.Inputs.Select(i => i.Shape.ToString()));
    }

    [Theory]
    [InlineData("tokens:0:1x")]
    [InlineData("tokens:0:1x-5")]
    [InlineData("tokens:0:axb")]
    [InlineData("tokens:0:1x99999999999")]
    [InlineData("tokens:0:1x5,")]
    [InlineData("tokens:0:1x5,tokens:0:1x5")]
    [InlineData("words:1x5")]
    [InlineData("tokens:0:1x2x3")]
    [InlineData("tokens:0")]
    public void Refuses_what_it_cannot_read(string inputShapes) => Assert.Equal(ProblemKind.InvalidOption, Importing.Refused(Tokens(), inputShapes).Kind);

    [Fact]
    public void Refuses_to_contradict_the_model()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "N", 3).Node("Relu", ["x"], ["y"]).Output("y");

        Assert.Equal(ProblemKind.InvalidOption, Importing.Refused(model, "1x4").Kind);
    }

    [Fact]
    public void A_missing_size_is_refused_with_what_to_write()
    {
        Problem problem = Importing.Refused(Tokens().Input("mask", ElementType.Float32, "batch", "length", "batch"));

        Assert.Equal(ProblemKind.SymbolicShape, problem.Kind);
        Assert.Contains(
            "<AdditionalFiles Include=\"test.onnx\" InputShapes=\"tokens:0:1x128,mask:1x128x1\" />", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_to_write_works_when_it_is_written()
    {
        string message = Importing.Refused(Tokens()).Message;
        string written = message.Split("InputShapes=\"")[1].Split('"')[0];

        Assert.Equal(new Shape(1, 128), Importing.Import(Tokens(), written).Graph.Inputs[0].Shape);
    }

    [Fact]
    public void An_input_without_a_shape_needs_one()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32).Node("Relu", ["x"], ["y"]).Output("y");
        model.Model.Graph.Input[0].Type.TensorType.Shape = null;

        Assert.Equal(ProblemKind.SymbolicShape, Importing.Refused(model).Kind);
        Assert.Equal(new Shape(2, 3), Importing.Import(model, "2x3").Graph.Outputs[0].Value.Shape);
    }

    private static OnnxBuilder Tokens() => new OnnxBuilder()
        .Input("tokens:0", ElementType.Float32, "batch", "length")
        .Node("Relu", ["tokens:0"], ["y"])
        .Output("y");
}
