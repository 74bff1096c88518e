using System.Collections.Generic;

namespace Octavo.Compiler;

/// <summary>
/// An LSTM after its input product, with the state quantized at every step by the extremes of all items' states: <c>h·R</c> is a product of codes. Inputs, for
/// T steps, B items, D directions, H units and gates in the order iofc: the product without biases [T,B,D·4·H]; the recurrent weights of each direction
/// [H,4·H] in 8 bits, quantized per tensor or column, the second absent for one direction; the sequences' lengths [B] (s32), absent when all are T; the
/// initial state and cell [D,B,H]; the bias [D,4·H] and the peepholes [D,3·H], both optional. Outputs: [T,D,B,H], zero behind a sequence's end; the last
/// state and cell [D,B,H], zero for empty sequences.
/// </summary>
public sealed record DynamicLstm(IReadOnlyList<RecurrentDirection> Directions) : Operator
{
    public const int Gates = 4;

    /// <summary>The forget gate is 1 − the input gate.</summary>
    public bool InputForget { get; init; }

    /// <summary>What the gates' activations are applied to is clipped to ±Clip.</summary>
    public float Clip { get; init; } = float.PositiveInfinity;

    /// <summary>The last state of a sequence that ended still counts among the extremes of later steps; else it is zero there.</summary>
    public bool KeepsEnded { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, weights = inputs[1]!;
        int directions = Directions.Count, hidden = weights.Rank == 2 ? weights[0] : 0;
        if (x.Rank != 3 || x[2] != directions * Gates * hidden)
        {
            throw new ShapeException($"the projected input {x} does not hold {directions}·{Gates} gates of {hidden} units");
        }

        var state = new Shape(directions, x[1], hidden);
        Require(1, new Shape(hidden, Gates * hidden), "recurrent weights");
        Require(2, new Shape(hidden, Gates * hidden), "recurrent weights");
        Require(3, new Shape(x[1]), "sequence lengths");
        Require(4, state, "initial state");
        Require(5, state, "initial cell");
        Require(6, new Shape(directions, Gates * hidden), "bias");
        Require(7, new Shape(directions, 3 * hidden), "peepholes");
        return [new Shape(x[0], directions, x[1], hidden), state, state];

        void Require(int index, Shape expected, string what)
        {
            if (index < inputs.Length && inputs[index] is { } shape && !shape.Equals(expected))
            {
                throw new ShapeException($"{what} {shape} instead of {expected}");
            }
        }
    }
}
