using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Recurrent layers against the reference, bit for bit: with activations that are exactly rounded, so that nothing but the kernels' order is seen.</summary>
public sealed class RecurrentTests
{
    private static readonly Unary gate = new(UnaryKind.HardSigmoid, 0.2f, 0.5f);
    private static readonly Unary relu = new(UnaryKind.Relu);
    private static readonly Unary linear = new(UnaryKind.Affine, 0.7f, 0.1f);
    private static readonly Unary leaky = new(UnaryKind.LeakyRelu, 0.1f);

    private readonly Random _random = new(11);

    public static TheoryData<InstructionSet> InstructionSetsOfThisProcessor =>
        new(Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported));

    [Theory]
    [InlineData(RecurrentKind.Rnn, false)]
    [InlineData(RecurrentKind.Gru, false)]
    [InlineData(RecurrentKind.Gru, true)]
    [InlineData(RecurrentKind.Lstm, false)]
    public void Every_size_and_direction(RecurrentKind kind, bool linearBeforeReset)
    {
        var graph = new Graph("recurrent");
        foreach (int hidden in new[] { 1, 7, 16, 20, 33 })
        {
            Add(graph, Op(kind, false) with { LinearBeforeReset = linearBeforeReset }, steps: 4, items: 1, hidden);
            Add(graph, Op(kind, true) with { LinearBeforeReset = linearBeforeReset }, steps: 3, items: 2, hidden);
            Add(graph, Op(kind, false, true) with { LinearBeforeReset = linearBeforeReset, Clip = 0.8f }, steps: 5, items: 3, hidden);
        }

        Check(graph);
    }

    [Fact]
    public void Threads_share_the_units_of_large_layers()
    {
        var graph = new Graph("recurrent");
        Add(graph, Op(RecurrentKind.Lstm, false), steps: 5, items: 1, hidden: 112, peepholes: true);
        Add(graph, Op(RecurrentKind.Lstm, true), steps: 4, items: 2, hidden: 96, lengths: [4, 0]);
        Add(graph, Op(RecurrentKind.Gru, false, true), steps: 4, items: 1, hidden: 112);
        Add(graph, Op(RecurrentKind.Gru, true), steps: 3, items: 2, hidden: 112, lengths: [0, 2]);
        Add(graph, Op(RecurrentKind.Gru, false) with { LinearBeforeReset = true }, steps: 5, items: 1, hidden: 128);
        Add(graph, Op(RecurrentKind.Rnn, false), steps: 6, items: 1, hidden: 192);
        Check(graph);
    }

    [Fact]
    public void Items_share_the_weights_of_a_step()
    {
        var graph = new Graph("recurrent");
        Add(graph, Op(RecurrentKind.Lstm, false, true), steps: 4, items: 7, hidden: 20, lengths: [4, 1, 0, 3, 2, 4, 0], peepholes: true);
        Add(graph, Op(RecurrentKind.Gru, false, true), steps: 4, items: 6, hidden: 19, lengths: [0, 2, 4, 1, 3, 3]);
        Add(graph, Op(RecurrentKind.Gru, true) with { LinearBeforeReset = true }, steps: 3, items: 5, hidden: 33);
        Add(graph, Op(RecurrentKind.Rnn, true), steps: 3, items: 9, hidden: 21);
        Check(graph);
    }

    [Fact]
    public void Lengths_peepholes_coupled_gates_and_weights_known_at_run_time()
    {
        var graph = new Graph("recurrent");
        Recurrent lstm = Op(RecurrentKind.Lstm, false, true);
        Add(graph, lstm, steps: 5, items: 4, hidden: 9, lengths: [3, 0, 5, 1], peepholes: true);
        Add(graph, lstm with { InputForget = true }, steps: 2, items: 1, hidden: 18, peepholes: true, constantWeights: false);
        Add(graph, Op(RecurrentKind.Gru, true), steps: 5, items: 3, hidden: 17, lengths: [2, 5, 0], constantWeights: false);
        Add(graph, Op(RecurrentKind.Rnn, false, true), steps: 4, items: 3, hidden: 5, lengths: [4, 1, 2], constantWeights: false);
        Check(graph);
    }

    [Theory]
    [MemberData(nameof(InstructionSetsOfThisProcessor))]
    public void Every_instruction_set_gives_the_same_bits(InstructionSet set)
    {
        var graph = new Graph("recurrent");
        Add(graph, Op(RecurrentKind.Lstm, false), steps: 3, items: 1, hidden: 27, peepholes: true);
        Add(graph, Op(RecurrentKind.Gru, false) with { LinearBeforeReset = true }, steps: 3, items: 1, hidden: 27);
        Add(graph, Op(RecurrentKind.Gru, false), steps: 3, items: 1, hidden: 27);
        Add(graph, Op(RecurrentKind.Rnn, false), steps: 3, items: 1, hidden: 27);
        Check(graph, set.ToString());
    }

    private static Recurrent Op(RecurrentKind kind, params bool[] reversals)
    {
        Unary[] activations = kind switch
        {
            RecurrentKind.Rnn => [leaky],
            RecurrentKind.Gru => [gate, linear],
            _ => [gate, linear, relu],
        };
        return new Recurrent(kind, [.. reversals.Select(reverse => new RecurrentDirection(reverse, activations))]);
    }

    private void Add(Graph graph, Recurrent op, int steps, int items, int hidden, int[]? lengths = null, bool peepholes = false, bool constantWeights = true)
    {
        int directions = op.Directions.Count;
        Value x = Input(graph, steps, items, directions * op.Gates * hidden);
        Value weights = constantWeights ? Constant(directions, op.Gates * hidden, hidden) : Input(graph, directions, op.Gates * hidden, hidden);
        Value?[] operands =
        [
            x, weights,
            op.LinearBeforeReset ? Constant(directions, hidden) : null,
            lengths is null ? null : new Value("lengths", TensorData.Ints(new Shape(lengths.Length), lengths)),
            Input(graph, directions, items, hidden),
            op.Kind == RecurrentKind.Lstm ? Input(graph, directions, items, hidden) : null,
            peepholes ? Constant(directions, 3 * hidden) : null,
        ];
        int count = Array.FindLastIndex(operands, o => o is not null) + 1;
        Shape[] shapes = op.InferShapes([.. operands.Take(count).Select(o => o?.Shape)]);
        Node node = graph.AddNode(op, op.Name + graph.Outputs.Count, operands.Take(count), [.. shapes.Select(s => new TensorType(ElementType.Float32, s))]);
        foreach (Value output in node.Outputs)
        {
            graph.Outputs.Add(new GraphOutput("y" + graph.Outputs.Count, output));
        }
    }

    private static Value Input(Graph graph, params int[] shape)
    {
        var value = new Value("x" + graph.Inputs.Count, new TensorType(ElementType.Float32, new Shape(shape)));
        graph.Inputs.Add(value);
        return value;
    }

    private Value Constant(params int[] shape) => new("constant", Lowered.Random(_random, ElementType.Float32, shape));

    private void Check(Graph graph, string? instructionSet = null) =>
        Lowered.AssertMatchesReference(graph, instructionSet, [.. graph.Inputs.Select(i => Lowered.Random(_random, ElementType.Float32, i.Shape.ToArray()))]);
}
