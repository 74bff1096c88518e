using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Operator set 6, as files of its time use it.</summary>
public sealed class LegacyFormsTests
{
    [Theory]
    [InlineData(0, 3, new float[] { 11, 12, 23, 24, 35, 36 })]
    [InlineData(1, 2, new float[] { 11, 22, 13, 24, 15, 26 })]
    public void The_second_operand_broadcasts_from_an_axis_on(int axis, int length, float[] sums)
    {
        Graph graph = Importing.Graph(new OnnxBuilder(opset: 6)
            .Input("x", ElementType.Float32, 3, 2)
            .Initializer<float>("b", [length], [10, 20, .. new float[] { 30 }[..(length - 2)]])
            .Node("Add", ["x", "b"], ["y"], ("broadcast", 1), ("axis", axis))
            .Output("y"));

        Assert.Equal(sums, Evaluator.Run(graph, [TensorData.Floats(new Shape(3, 2), 1, 2, 3, 4, 5, 6)])[0].ToFloats());
    }

    [Fact]
    public void A_slope_for_each_channel_is_one_along_the_second_axis()
    {
        Graph graph = Importing.Graph(new OnnxBuilder(opset: 6)
            .Input("x", ElementType.Float32, 1, 2, 2)
            .Initializer<float>("slope", [2], 10, 100)
            .Node("PRelu", ["x", "slope"], ["y"])
            .Output("y"));

        Assert.Equal([-10f, 2, -300, 4], Evaluator.Run(graph, [TensorData.Floats(new Shape(1, 2, 2), -1, 2, -3, 4)])[0].ToFloats());
    }

    [Fact]
    public void The_training_form_is_refused() => Assert.Equal(
        ProblemKind.UnsupportedAttribute,
        Importing.Refused(new OnnxBuilder(opset: 6).Input("x", ElementType.Float32, 2).Node("Dropout", ["x"], ["y"]).Output("y")).Kind);
}
