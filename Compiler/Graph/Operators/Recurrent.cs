using System.Collections.Generic;

namespace Octavo.Compiler;

public enum RecurrentKind
{
    Rnn,
    Gru,
    Lstm,
}

/// <summary>One direction of a recurrent layer: the way it takes through time, and its activations f, g and h, as many as the layer has.</summary>
public sealed record RecurrentDirection(bool Reverse, IReadOnlyList<Unary> Activations);

/// <summary>
/// RNN, GRU or LSTM after its input product, which is a <see cref="MatMul"/> over all steps at once. Inputs, for T steps, B items, D directions, H units and
/// the gates in ONNX's order (zrh, iofc): the product with all biases added [T,B,D·gates·H]; the recurrent weights [D,gates·H,H]; the recurrent bias of a
/// GRU's last gate [D,H] when it is linear before the reset, else absent; the sequences' lengths [B] (s32), absent when all are T; the initial state
/// [D,B,H]; and for an LSTM the initial cell [D,B,H] and, optionally, the peepholes [D,3·H]. Outputs: [T,D,B,H], zero behind a sequence's end; the last
/// state [D,B,H]; the last cell of an LSTM.
/// </summary>
public sealed record Recurrent(RecurrentKind Kind, IReadOnlyList<RecurrentDirection> Directions) : Operator
{
    /// <summary>A GRU resets the product with the state instead of the state.</summary>
    public bool LinearBeforeReset { get; init; }

    /// <summary>The forget gate of an LSTM is 1 − its input gate.</summary>
    public bool InputForget { get; init; }

    /// <summary>What activations are applied to is clipped to ±Clip.</summary>
    public float Clip { get; init; } = float.PositiveInfinity;

    public override string Name => Kind.ToString().ToUpperInvariant();

    public int Gates => Kind switch
    {
        RecurrentKind.Rnn => 1,
        RecurrentKind.Gru => 3,
        _ => 4,
    };

    /// <summary>How many activations each direction has.</summary>
    public static int ActivationsOf(RecurrentKind kind) => kind switch
    {
        RecurrentKind.Rnn => 1,
        RecurrentKind.Gru => 2,
        _ => 3,
    };

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, weights = inputs[1]!;
        int directions = Directions.Count, hidden = weights.Rank == 3 ? weights[2] : 0, gates = Gates * hidden;
        if (x.Rank != 3 || x[2] != directions * gates)
        {
            throw new ShapeException($"the projected input {x} does not hold {directions}·{Gates} gates of {hidden} units");
        }

        var state = new Shape(directions, x[1], hidden);
        Require(1, new Shape(directions, gates, hidden), "recurrent weights");
        Require(2, new Shape(directions, hidden), "recurrent bias");
        Require(3, new Shape(x[1]), "sequence lengths");
        Require(4, state, "initial state");
        Require(5, state, "initial cell");
        Require(6, new Shape(directions, 3 * hidden), "peepholes");
        var y = new Shape(x[0], directions, x[1], hidden);
        return Kind == RecurrentKind.Lstm ? [y, state, state] : [y, state];

        void Require(int index, Shape expected, string what)
        {
            if (index < inputs.Length && inputs[index] is { } shape && !shape.Equals(expected))
            {
                throw new ShapeException($"{what} {shape} instead of {expected}");
            }
        }
    }
}
