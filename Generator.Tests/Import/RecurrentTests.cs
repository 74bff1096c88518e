using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>What the attributes of recurrent operators mean, by what they have in common with simpler forms.</summary>
public sealed class RecurrentTests
{
    private const int Steps = 4, Items = 2, Inputs = 3, Hidden = 2;

    public static TheoryData<string> Operators => new("RNN", "GRU", "LSTM");

    [Theory]
    [MemberData(nameof(Operators))]
    public void Reverse_is_forward_on_the_sequence_read_backwards(string op)
    {
        TensorData x = Numbers(1, Steps, Items, Inputs), w = Weights(2, op, Inputs), r = Weights(3, op, Hidden);
        TensorData reverse = Run(op, [x, w, r], ("direction", "reverse"))[0];
        TensorData forward = Run(op, [Backwards(x), w, r])[0];
        Assert.Equal(Backwards(forward).ToFloats(), reverse.ToFloats());
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Both_directions_are_each_of_them(string op)
    {
        TensorData x = Numbers(1, Steps, Items, Inputs), w = Weights(2, op, Inputs, 2), r = Weights(3, op, Hidden, 2);
        TensorData[] both = Run(op, [x, w, r], ("direction", "bidirectional"));
        TensorData[] forward = Run(op, [x, Half(w, 0), Half(r, 0)]), reverse = Run(op, [x, Half(w, 1), Half(r, 1)], ("direction", "reverse"));
        Assert.Equal(new Shape(Steps, 2, Items, Hidden), both[0].Shape);
        for (int output = 1; output < both.Length; output++)
        {
            Assert.Equal(forward[output].ToFloats().Concat(reverse[output].ToFloats()), both[output].ToFloats());
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void The_other_layout_swaps_items_and_steps(string op)
    {
        TensorData x = Numbers(1, Steps, 1, Inputs), w = Weights(2, op, Inputs), r = Weights(3, op, Hidden);
        TensorData[] stepsFirst = Run(op, [x, w, r]), itemsFirst = Run(op, [x.Reshaped(new Shape(1, Steps, Inputs)), w, r], ("layout", 1));
        Assert.Equal(new Shape(1, Steps, 1, Hidden), itemsFirst[0].Shape);
        Assert.Equal(stepsFirst.SelectMany(y => y.ToFloats()), itemsFirst.SelectMany(y => y.ToFloats()));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_shorter_sequence_ends_earlier(string op)
    {
        TensorData x = Numbers(1, Steps, Items, Inputs), w = Weights(2, op, Inputs), r = Weights(3, op, Hidden);
        TensorData[] cut = Run(op, [x, w, r, null, TensorData.Ints(new Shape(Items), 2, 4)]), whole = Run(op, [x, w, r]);
        float[] y = cut[0].ToFloats(), expected = whole[0].ToFloats();
        for (int i = 0; i < y.Length; i++)
        {
            int step = i / (Items * Hidden), item = i / Hidden % Items;
            Assert.Equal(item == 0 && step >= 2 ? 0 : expected[i], y[i]);
        }

        Assert.Equal(expected.Skip(1 * Items * Hidden).Take(Hidden).Concat(expected.TakeLast(Hidden)), cut[1].ToFloats());
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Biases_join_and_the_state_continues(string op)
    {
        TensorData w = Weights(2, op, Inputs), r = Weights(3, op, Hidden), x = Numbers(1, Steps, Items, Inputs);
        int rows = w.Shape[1];
        TensorData bias = Numbers(5, 1, 2 * rows);
        float[] sum = [.. Enumerable.Range(0, rows).Select(i => bias.ToFloats()[i] + bias.ToFloats()[rows + i])];
        TensorData[] apart = Run(op, [x, w, r, bias]), joined = Run(op, [x, w, r, TensorData.Floats(new Shape(1, 2 * rows), [.. sum, .. new float[rows]])]);
        Assert.Equal(joined[0].ToFloats(), apart[0].ToFloats());

        TensorData first = Part(x, 0, 2), second = Part(x, 2, 2);
        TensorData[] begun = Run(op, [first, w, r, bias]);
        TensorData[] continued = Run(op, [second, w, r, bias, null, begun[1], op == "LSTM" ? begun[2] : null]);
        Assert.Equal(apart[1].ToFloats(), continued[1].ToFloats());
    }

    /// <summary>One unit, one step, numbers that can be followed by hand.</summary>
    [Fact]
    public void An_LSTM_of_one_unit_by_hand()
    {
        // i = 0.2·1 + 0.5, o = 0.2·2 + 0.5, f = 0.2·3 + 0.5 → 1, c = 0.2·4 + 0.5 → 1 with hard sigmoids; the cell was 1.
        TensorData w = TensorData.Floats(new Shape(1, 4, 1), 1, 2, 3, 4), r = TensorData.Floats(new Shape(1, 4, 1), 0, 0, 0, 0);
        TensorData one = TensorData.Floats(new Shape(1, 1, 1), 1);
        TensorData[] y = Run("LSTM", [one, w, r, null, null, one, one], ("activations", new[] { "HardSigmoid", "HardSigmoid", "Relu" }));
        Assert.Equal(1.7f, y[2].ToFloats()[0], 1e-6f);
        Assert.Equal(0.9f * 1.7f, y[1].ToFloats()[0], 1e-6f);

        TensorData[] coupled = Run("LSTM", [one, w, r, null, null, one, one], ("activations", new[] { "HardSigmoid", "HardSigmoid", "Relu" }), ("input_forget", 1));
        Assert.Equal(1f, coupled[2].ToFloats()[0], 1e-6f);

        TensorData[] clipped = Run("LSTM", [one, w, r, null, null, one, one], ("activations", new[] { "HardSigmoid", "HardSigmoid", "Relu" }), ("clip", 0.5f));
        Assert.Equal(0.6f * 0.5f, clipped[1].ToFloats()[0], 1e-6f);
    }

    [Fact]
    public void A_GRU_may_reset_the_state_or_its_product()
    {
        // z = 0.5, r = 0.5; the state is 2 and the recurrent weight of the candidate 3, its bias 1.
        TensorData x = TensorData.Floats(new Shape(1, 1, 1), 0), w = TensorData.Floats(new Shape(1, 3, 1), 0, 0, 0), r = TensorData.Floats(new Shape(1, 3, 1), 0, 0, 3);
        TensorData bias = TensorData.Floats(new Shape(1, 6), 0, 0, 0, 0, 0, 1), state = TensorData.Floats(new Shape(1, 1, 1), 2);
        (string, object) activations = ("activations", new[] { "HardSigmoid", "Relu" });
        Assert.Equal((0.5f * (3 * (0.5f * 2) + 1)) + 1, Run("GRU", [x, w, r, bias, null, state], activations)[1].ToFloats()[0]);
        Assert.Equal((0.5f * (0.5f * ((3 * 2) + 1))) + 1, Run("GRU", [x, w, r, bias, null, state], activations, ("linear_before_reset", 1))[1].ToFloats()[0]);
    }

    [Fact]
    public void Functions_consume_their_parameters_in_order()
    {
        TensorData one = TensorData.Floats(new Shape(1, 1, 1), 1), w = TensorData.Floats(new Shape(2, 1, 1), 1, 1), r = TensorData.Floats(new Shape(2, 1, 1), 0, 0);
        TensorData[] y = Run("RNN", [one, w, r], ("direction", "bidirectional"), ("activations", new[] { "relu", "affine" }), ("activation_alpha", new[] { 3f }), ("activation_beta", new[] { 0.5f }));
        Assert.Equal([1, 3.5f], y[1].ToFloats());
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused() => Assert.Equal(ProblemKind.InvalidGraph, Importing.Refused(new OnnxBuilder(opset: 14)
        .Input("x", ElementType.Float32, 2, 1, 3)
        .Initializer("w", new TensorData(ElementType.Float32, new Shape(1, 8, 4)))
        .Initializer("r", new TensorData(ElementType.Float32, new Shape(1, 8, 2)))
        .Node("LSTM", ["x", "w", "r"], ["y"])
        .Output("y")).Kind);

    private static TensorData[] Run(string op, TensorData?[] operands, params (string, object)[] attributes)
    {
        var model = new OnnxBuilder(opset: 14);
        var names = new List<string>();
        foreach (TensorData? operand in operands)
        {
            names.Add(operand is null ? "" : "x" + names.Count);
            if (operand is not null && names.Count == 1)
            {
                model.Input(names[0], ElementType.Float32, [.. operand.Shape.Dimensions.Select(d => (Dim)d)]);
            }
            else if (operand is not null)
            {
                model.Initializer(names[^1], operand);
            }
        }

        string[] outputs = op == "LSTM" ? ["y", "h", "c"] : ["y", "h"];
        model.Node(op, [.. names], outputs, attributes);
        foreach (string output in outputs)
        {
            model.Output(output);
        }

        return [.. Evaluator.Run(Importing.Graph(model), [operands[0]!])];
    }

    private static TensorData Weights(int seed, string op, int columns, int directions = 1) =>
        Numbers(seed, directions, Hidden * (op == "RNN" ? 1 : op == "GRU" ? 3 : 4), columns);

    private static TensorData Numbers(int seed, params int[] shape) => Lowered.Random(new Random(seed), ElementType.Float32, shape);

    private static TensorData Half(TensorData x, int direction) => Part(x, direction, 1);

    /// <summary>A range of the first axis.</summary>
    private static TensorData Part(TensorData x, int start, int count)
    {
        int slice = x.Length / x.Shape[0];
        return TensorData.Floats(x.Shape.With(0, count), [.. x.ToFloats().Skip(start * slice).Take(count * slice)]);
    }

    private static TensorData Backwards(TensorData x)
    {
        int slice = x.Length / x.Shape[0];
        return TensorData.Floats(x.Shape, [.. x.ToFloats().Chunk(slice).Reverse().SelectMany(c => c)]);
    }
}
