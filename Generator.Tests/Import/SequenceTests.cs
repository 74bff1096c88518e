using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Sequences are gone after the import; their tensors remain.</summary>
public sealed class SequenceTests
{
    [Theory]
    [InlineData(0, new float[] { 1, 2 })]
    [InlineData(1, new float[] { 5, 6 })]
    [InlineData(-1, new float[] { 3, 4 })]
    public void What_is_put_in_comes_out_at_its_position(long position, float[] expected)
    {
        OnnxBuilder model = Model()
            .Node("SequenceConstruct", ["a", "b"], ["s"])
            .Scalar("one", 1L)
            .Node("SequenceInsert", ["s", "c", "one"], ["t"])
            .Scalar("at", position)
            .Node("SequenceAt", ["t", "at"], ["y"])
            .Output("y");

        Assert.Equal(expected, Run(model)[0].ToFloats());
    }

    [Theory]
    [InlineData(0, 0, new[] { 4 })]
    [InlineData(0, 1, new[] { 2, 2 })]
    [InlineData(-1, 1, new[] { 2, 2 })]
    public void Sequences_are_joined_along_an_old_axis_or_a_new_one(int axis, int isNew, int[] shape)
    {
        OnnxBuilder model = Model()
            .Node("SequenceConstruct", ["a", "b", "c"], ["s"])
            .Node("SequenceErase", ["s"], ["t"])
            .Node("ConcatFromSequence", ["t"], ["y"], ("axis", axis), ("new_axis", isNew))
            .Output("y");

        Assert.Equal(new Shape(shape), Run(model)[0].Shape);
    }

    [Fact]
    public void A_tensor_is_split_into_pieces_without_their_axis()
    {
        OnnxBuilder model = Model()
            .Node("SplitToSequence", ["a"], ["s"], ("keepdims", 0))
            .Node("SequenceLength", ["s"], ["n"])
            .Scalar("at", 1L)
            .Node("SequenceAt", ["s", "at"], ["y"])
            .Output("n", ElementType.Int64).Output("y");

        IReadOnlyList<TensorData> results = Run(model);

        Assert.Equal(2, results[0].IntegerAt(0));
        Assert.Equal((Shape.Scalar, 2.0), (results[1].Shape, results[1].FloatAt(0)));
    }

    [Fact]
    public void Sequences_reach_no_other_operator_and_no_output()
    {
        OnnxBuilder read = Model().Node("SequenceConstruct", ["a", "b"], ["s"]).Node("Relu", ["s"], ["y"]).Output("y");
        OnnxBuilder published = Model().Node("SequenceConstruct", ["a", "b"], ["s"]).Output("s");

        Assert.All([read, published], model => Assert.Equal(ProblemKind.UnsupportedType, Importing.Refused(model).Kind));
    }

    private static OnnxBuilder Model() =>
        new OnnxBuilder().Input("a", ElementType.Float32, 2).Input("b", ElementType.Float32, 2).Input("c", ElementType.Float32, 2);

    private static IReadOnlyList<TensorData> Run(OnnxBuilder model) => Evaluator.Run(
        Importing.Graph(model), Enumerable.Range(0, 3).Select(i => TensorData.Floats(new Shape(2), (2 * i) + 1, (2 * i) + 2)).ToArray());
}
