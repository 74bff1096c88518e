using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Float kernels that read and write codes or floats, against the reference, bit for bit, with every instruction set.</summary>
public sealed class FloatElementsTests
{
    public static TheoryData<string> Sets => new(Octavo.Runtime.InstructionSets.Available.Select(s => s.ToString()));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Normalizations(string set)
    {
        var graph = new Graph("norm");
        foreach (int length in new[] { 1, 5, 16, 77 })
        {
            foreach (bool centred in new[] { true, false })
            {
                var op = new LayerNormalization(2, 1e-3f) { Centred = centred };
                int[] shape = [2, 3, length];
                Apply(graph, op, Codes(shape), Codes(shape), Parameters(length), Parameters(length));
                Apply(graph, op, Codes(shape), Floats(shape), Parameters(3, 1));
                Apply(graph, op, Floats(shape), Codes(shape), null, Parameters(1, 3, length));
                Apply(graph, op, Floats(shape), Floats(shape), Parameters(1), Parameters(1));
                Apply(graph, op with { Axis = 1 }, Codes(shape), Codes(shape), Parameters(3, 1), Parameters(3, 1));
                Apply(graph, op with { Axis = 1 }, Codes(shape), Codes(shape), Parameters(length));
            }
        }

        Check(graph, set);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Interpolations(string set)
    {
        var graph = new Graph("interpolation");
        foreach (int inner in new[] { 1, 6, 37 })
        {
            int[] shape = [2, 5, 4, inner];
            Interpolate rows = Along(1, 5, 9, 2), columns = Along(2, 4, 3, 3), channels = Along(3, inner, 7, 2);
            Apply(graph, rows, Codes(shape), Codes([2, 9, 4, inner]));
            Apply(graph, columns, Codes(shape), Floats([2, 5, 3, inner]));
            Apply(graph, channels, Floats(shape), Codes([2, 5, 4, 7]));
            Apply(graph, new PlaneInterpolate(rows, columns), Codes(shape), Codes([2, 9, 3, inner]));
            Apply(graph, new PlaneInterpolate(columns, rows), Codes(shape), Codes([2, 9, 3, inner]));
            Apply(graph, new PlaneInterpolate(channels, columns), Floats(shape), Floats([2, 5, 3, 7]));
        }

        Check(graph, set);
    }

    private static Interpolate Along(int axis, int inputs, int outputs, int taps)
    {
        var random = new Random(axis);
        return new Interpolate(
            axis, taps, [.. Enumerable.Range(0, outputs * taps).Select(_ => random.Next(inputs))], [.. Enumerable.Range(0, outputs * taps).Select(_ => random.NextSingle() - 0.3f)]);
    }

    private static void Apply(Graph graph, Operator op, TensorType x, TensorType y, params Value?[] parameters)
    {
        var input = new Value("x" + graph.Inputs.Count, x);
        graph.Inputs.Add(input);
        graph.Outputs.Add(new GraphOutput("y" + graph.Outputs.Count, graph.Add(op, op.Name + graph.Nodes.Count, [input, .. parameters], y)));
    }

    private static void Check(Graph graph, string set)
    {
        var random = new Random(11);
        Lowered.AssertMatchesReference(graph, set, [.. graph.Inputs.Select(i => Lowered.Random(random, i.Type.Element, i.Shape.ToArray()))]);
    }

    private static Value Parameters(params int[] shape) => new("parameters", Lowered.Random(new Random(shape.Length), ElementType.Float32, shape));

    private static TensorType Codes(int[] shape) => new(ElementType.UInt8, new Shape(shape), new Quantization(0.03f + (0.001f * shape[^1]), 100 + shape[1]));

    private static TensorType Floats(int[] shape) => new(ElementType.Float32, new Shape(shape));
}
