using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Operators that find as much as the data holds, against the reference, bit for bit.</summary>
public sealed class FindingTests
{
    private readonly Random _random = new(9);
    private readonly Graph _graph = new("finding");

    [Fact]
    public void Elements_that_are_not_zero()
    {
        foreach (int[] shape in new int[][] { [40], [5, 7], [2, 3, 4] })
        {
            Value x = Input(ElementType.Float32, shape);
            Value relu = _graph.Add(new Unary(UnaryKind.Relu), "relu" + _graph.Nodes.Count, [x], x.Type);
            Output(new NonZero(), ElementType.Int64, relu);
            Output(new NonZero(), ElementType.Int64, Compared(relu));
        }

        Check();
    }

    [Fact]
    public void Slices_for_which_a_condition_holds()
    {
        Value x = Input(ElementType.Float32, 4, 9, 3);
        for (int axis = 0; axis < 3; axis++)
        {
            Output(new Compress(axis), ElementType.Float32, x, Compared(Input(ElementType.Float32, x.Shape[axis])));
        }

        Check();
    }

    [Theory]
    [InlineData(false, 3, null)]
    [InlineData(true, 50, 0.2f)]
    [InlineData(false, 0, null)]
    public void Boxes_that_do_not_overlap_a_better_one(bool centred, int most, float? score)
    {
        // Rounded scores have ties, which the first box wins.
        Value scores = _graph.Add(new Unary(UnaryKind.Round), "round", [Input(ElementType.Float32, 2, 3, 20)], new TensorType(ElementType.Float32, new Shape(2, 3, 20)));
        Output(new NonMaxSuppression(most, 0.3f, score, centred), ElementType.Int64, Input(ElementType.Float32, 2, 20, 4), scores);
        Check();
    }

    private Value Compared(Value x) => _graph.Add(
        new Binary(BinaryKind.Greater),
        "positive" + _graph.Nodes.Count,
        [x, new Value("zero", TensorData.Floats(Shape.Scalar, 0))],
        x.Type with { Element = ElementType.Bool });

    private Value Input(ElementType element, params int[] shape)
    {
        var value = new Value("x" + _graph.Inputs.Count, new TensorType(element, new Shape(shape)));
        _graph.Inputs.Add(value);
        return value;
    }

    private void Output(Operator op, ElementType element, params Value[] inputs)
    {
        Shape[] shapes = op.InferShapes([.. inputs.Select(i => i.Shape)]);
        Node node = _graph.AddNode(op, op.Name + _graph.Outputs.Count, inputs, new TensorType(element, shapes[0]), new TensorType(ElementType.Int64, shapes[1]));
        foreach (Value output in node.Outputs.Where(o => o.Shape.Length > 0))
        {
            _graph.Outputs.Add(new GraphOutput("y" + _graph.Outputs.Count, output));
        }
    }

    private void Check() =>
        Lowered.AssertMatchesReference(_graph, [.. _graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
