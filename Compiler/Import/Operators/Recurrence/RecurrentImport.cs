using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Recurrence;

/// <summary>
/// RNN, GRU and LSTM as one matrix product of all steps' inputs, in all directions, and a <see cref="Recurrent"/>. Every bias that does not depend on the
/// state joins the product's.
/// </summary>
internal static class RecurrentImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("RNN", node => Import(node, RecurrentKind.Rnn)) { Since = 7 },
        new("GRU", node => Import(node, RecurrentKind.Gru)) { Since = 7 },
        new("LSTM", node => Import(node, RecurrentKind.Lstm)) { Since = 7 },
    ];

    private static IReadOnlyList<Value> Import(NodeContext node, RecurrentKind kind)
    {
        bool itemsFirst = node.Attributes.Flag("layout");
        Value x = node.Real(0), w = node.Real(1), r = node.Real(2);
        Recurrent op = Operator(node, kind);
        ElementType element = ElementRules.Common(node, x, w, r);
        if (x.Shape.Rank != 3 || w.Shape.Rank != 3 || r.Shape.Rank != 3)
        {
            throw node.Invalid($"X {x.Shape}, W {w.Shape} and R {r.Shape} are not all of rank 3.");
        }

        x = itemsFirst ? Swapped(node, x) : x;
        (int steps, int items, int directions, int hidden) = (x.Shape[0], x.Shape[1], op.Directions.Count, r.Shape[2]);
        int rows = op.Gates * hidden;
        if (node.Attributes.Int("hidden_size", hidden) != hidden || !w.Shape.Equals(new Shape(directions, rows, x.Shape[2])))
        {
            throw node.Invalid($"W {w.Shape} and R {r.Shape} do not hold the weights of {directions} directions for X {x.Shape}.");
        }

        // [T·B, I] · [I, D·gates·H]
        Value weights = node.Emit(new Transpose([1, 0]), ReshapeImport.Emit(node, w, new Shape(directions * rows, x.Shape[2])));
        Value product = node.Emit(new MatMul(), ReshapeImport.Emit(node, x, new Shape(steps * items, x.Shape[2])), weights);
        Value? resetBias = null;
        if (Present(node, 3) is { } bias)
        {
            (Value joined, resetBias) = Biases(node, op, Shaped(node, bias, directions, 2 * rows), hidden);
            product = node.Emit(new Binary(BinaryKind.Add), product, ReshapeImport.Emit(node, joined, new Shape(directions * rows)));
        }

        product = ReshapeImport.Emit(node, product, new Shape(steps, items, directions * rows));
        if (op.LinearBeforeReset)
        {
            resetBias ??= Zeros(node, element, new Shape(directions, hidden));
        }

        Value? lengths = Lengths(node);
        Value state = State(5), cell = kind == RecurrentKind.Lstm ? State(6) : state;
        Value?[] operands = kind == RecurrentKind.Lstm
            ? [product, r, resetBias, lengths, state, cell, Present(node, 7)]
            : [product, r, resetBias, lengths, state];
        Value[] results = node.EmitAll(op, element, _ => null, operands);
        return itemsFirst ? [node.Emit(new Transpose([2, 0, 1, 3]), results[0]), .. results.Skip(1).Select(s => Swapped(node, s))] : results;

        Value State(int index) => Present(node, index) is { } given
            ? itemsFirst ? Swapped(node, Shaped(node, given, items, directions, hidden)) : given
            : Zeros(node, element, new Shape(directions, items, hidden));
    }

    private static Recurrent Operator(NodeContext node, RecurrentKind kind)
    {
        return new Recurrent(kind, Directions(node, kind))
        {
            LinearBeforeReset = kind == RecurrentKind.Gru && node.Attributes.Flag("linear_before_reset"),
            InputForget = kind == RecurrentKind.Lstm && node.Attributes.Flag("input_forget"),
            Clip = node.Attributes.Float("clip", float.PositiveInfinity),
        };
    }

    /// <summary>The directions that the attributes name, each with its activations.</summary>
    public static IReadOnlyList<RecurrentDirection> Directions(NodeContext node, RecurrentKind kind)
    {
        string direction = node.Attributes.Text("direction", "forward");
        bool[] reversals = direction switch
        {
            "forward" => [false],
            "reverse" => [true],
            "bidirectional" => [false, true],
            _ => throw node.Invalid($"its direction is {Printable.Quote(direction)}."),
        };
        IReadOnlyList<Unary> activations = RecurrentActivations.Read(node, kind, reversals.Length);
        int each = Recurrent.ActivationsOf(kind);
        return reversals.Select((reverse, d) => new RecurrentDirection(reverse, activations.Skip(d * each).Take(each).ToArray())).ToArray();
    }

    /// <summary>The lengths of the sequences; null when all are as long as the input.</summary>
    public static Value? Lengths(NodeContext node)
    {
        Value? lengths = node.Optional(4) is null ? null : node.Plain(4);
        return lengths is null || lengths.Type.Element == ElementType.Int32
            ? lengths
            : throw node.Invalid($"its sequence_lens are {lengths.Type.Element.ShortName()} instead of s32.");
    }

    /// <summary>From [D, 2·gates·H]: the sum of both halves, without the part that a GRU resets, and that part [D,H].</summary>
    private static (Value Joined, Value? Reset) Biases(NodeContext node, Recurrent op, Value bias, int hidden)
    {
        int rows = op.Gates * hidden;
        Value input = Columns(node, bias, 0, rows), recurrent = Columns(node, bias, rows, rows);
        if (!op.LinearBeforeReset)
        {
            return (node.Emit(new Binary(BinaryKind.Add), input, recurrent), null);
        }

        Value gates = node.Emit(new Binary(BinaryKind.Add), Columns(node, input, 0, 2 * hidden), Columns(node, recurrent, 0, 2 * hidden));
        return (node.Emit(new Concat(1), gates, Columns(node, input, 2 * hidden, hidden)), Columns(node, recurrent, 2 * hidden, hidden));
    }

    public static Value Columns(NodeContext node, Value x, int start, int count) => node.Emit(new Slice([0, start], [1, 1], [x.Shape[0], count]), x);

    private static Value Swapped(NodeContext node, Value x) => node.Emit(new Transpose([1, 0, 2]), x);

    public static Value? Present(NodeContext node, int index)
    {
        if (node.Optional(index) is null)
        {
            return null;
        }

        ElementRules.Common(node, node.Required(0), node.Required(index));
        return node.Real(index);
    }

    public static Value Shaped(NodeContext node, Value value, params int[] shape) => value.Shape.Equals(new Shape(shape))
        ? value
        : throw node.Invalid($"an operand is {value.Shape} instead of {new Shape(shape)}.");

    public static Value Zeros(NodeContext node, ElementType element, Shape shape) => node.Emit(new TensorData(element, shape));
}
