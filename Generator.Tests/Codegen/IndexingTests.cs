using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Gathers, scatters and sorts against the reference, bit for bit.</summary>
public sealed class IndexingTests
{
    private readonly Random _random = new(5);
    private readonly Graph _graph = new("indexing");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gathers(bool constantIndices)
    {
        foreach (ElementType element in new[] { ElementType.Float32, ElementType.UInt8, ElementType.Int64, ElementType.Int16 })
        {
            Value x = Input(element, 4, 5, 6);
            for (int axis = 0; axis < 3; axis++)
            {
                Output(new GatherElements(axis), x, Indices(constantIndices, [3, 5, 4], x.Shape[axis]));
            }

            Output(new GatherNd(0), x, Indices(constantIndices, [2, 3, 2], 4, 5));
            Output(new GatherNd(0), x, Indices(constantIndices, [7, 3], 4, 5, 6));
            Output(new GatherNd(1), x, Indices(constantIndices, [4, 2, 1], 5));
            Output(new GatherNd(2), x, Indices(constantIndices, [4, 5, 1], 6));
        }

        Check();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scatters(bool constantIndices)
    {
        foreach (ScatterReduction reduction in Enum.GetValues<ScatterReduction>())
        {
            foreach (ElementType element in new[] { ElementType.Float32, ElementType.Float64, ElementType.Int8, ElementType.UInt64, ElementType.Int32 })
            {
                Value x = Input(element, 9, 5, 6);
                for (int axis = 0; axis < 3; axis++)
                {
                    Output(new ScatterElements(axis, reduction), x, Indices(constantIndices, [8, 5, 6], x.Shape[axis]), Input(element, 8, 5, 6));
                }

                Output(new ScatterNd(reduction), x, Indices(constantIndices, [3, 7, 2], 9, 5), Input(element, 3, 7, 6));
                Output(new ScatterNd(reduction), x, Indices(constantIndices, [50, 3], 9, 5, 6), Input(element, 50));
            }
        }

        Check();
    }

    [Fact]
    public void The_greatest_and_least_elements_in_their_order_ties_by_index()
    {
        foreach (ElementType element in new[] { ElementType.Float32, ElementType.Float64, ElementType.UInt8, ElementType.Int64, ElementType.UInt64 })
        {
            foreach ((int rows, int length, int k) in new[] { (3, 50, 1), (5, 300, 7), (2, 64, 64), (1, 9, 9) })
            {
                Value x = Input(element, rows, length);
                foreach (bool largest in new[] { true, false })
                {
                    Node node = _graph.AddNode(
                        new TopK(k, largest), "top" + _graph.Outputs.Count, [x], new TensorType(element, new Shape(rows, k)), new TensorType(ElementType.Int64, new Shape(rows, k)));
                    _graph.Outputs.AddRange(node.Outputs.Select((o, i) => new GraphOutput($"y{_graph.Outputs.Count + i}", o)));
                }
            }
        }

        Check();
    }

    [Fact]
    public void Sequences_are_reversed()
    {
        foreach (int time in new[] { 0, 1 })
        {
            Value x = Input(ElementType.Float32, 5, 5, 3);
            Output(new ReverseSequence(time), x, new Value("lengths", TensorData.Longs(new Shape(5), 0, 1, 3, 5, 2)));
        }

        Check();
    }

    [Fact]
    public void Determinants()
    {
        foreach (int n in new[] { 1, 2, 5 })
        {
            Value x = Input(ElementType.Float32, 4, n, n);
            Output(new Det(), x);
        }

        Check();
    }

    private Value Input(ElementType element, params int[] shape)
    {
        var value = new Value("x" + _graph.Inputs.Count, new TensorType(element, new Shape(shape)));
        _graph.Inputs.Add(value);
        return value;
    }

    /// <summary>Indices of both signs; those of tuples have an extent for each place.</summary>
    private Value Indices(bool constant, int[] shape, params int[] extents)
    {
        var data = TensorData.Longs(new Shape(shape), [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (long)_random.Next(-extents[i % extents.Length], extents[i % extents.Length]))]);
        if (constant)
        {
            return new Value("indices", data);
        }

        // An input whose values are chosen by the test would need a test of its own: sums with a zero input are known at run time only.
        Value zeros = Input(ElementType.Int64, shape);
        Value none = _graph.Add(new Binary(BinaryKind.Mul), "none" + _graph.Nodes.Count, [zeros, new Value("zero", TensorData.Longs(Shape.Scalar, 0))], zeros.Type);
        return _graph.Add(new Binary(BinaryKind.Add), "indices" + _graph.Nodes.Count, [none, new Value("indices", data)], zeros.Type);
    }

    private void Output(Operator op, params Value[] inputs) => _graph.Outputs.Add(new GraphOutput(
        "y" + _graph.Outputs.Count,
        _graph.Add(op, op.Name + _graph.Outputs.Count, inputs, new TensorType(inputs[0].Type.Element, op.InferShapes([.. inputs.Select(i => i.Shape)])[0]))));

    private void Check() =>
        Lowered.AssertMatchesReference(_graph, [.. _graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
