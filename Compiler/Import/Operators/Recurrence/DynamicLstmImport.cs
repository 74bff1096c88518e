using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Quantized;

namespace Octavo.Compiler.Import.Operators.Recurrence;

/// <summary>
/// DynamicQuantizeLSTM as one product of the codes of all steps' inputs, in all directions, and a <see cref="DynamicLstm"/>. Sequences share one quantization
/// of the input, as long as the longest of them.
/// </summary>
internal static class DynamicLstmImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("DynamicQuantizeLSTM", Import, "constant weights") { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    /// <summary>Inputs: x, w, r, bias, lengths, state, cell, peepholes, then scale and zero point of w and of r.</summary>
    private static IReadOnlyList<Value> Import(NodeContext node)
    {
        Value x = node.Real(0);
        IReadOnlyList<RecurrentDirection> directions = RecurrentImport.Directions(node, RecurrentKind.Lstm);
        Weights w = Read(node, 1, 8, directions.Count), r = Read(node, 2, 10, directions.Count);
        int hidden = r.Rows, gates = DynamicLstm.Gates * hidden;
        if (x.Shape.Rank != 3 || node.Attributes.Int("hidden_size", hidden) != hidden || w.Rows != x.Shape[2] || w.Columns != gates || r.Columns != gates)
        {
            throw node.Invalid($"W {node.Required(1).Shape} and R {node.Required(2).Shape} do not hold the weights of {directions.Count} directions for X {x.Shape}.");
        }

        (int steps, int items) = (x.Shape[0], x.Shape[1]);
        Value? lengths = RecurrentImport.Lengths(node);
        Value product = Product(node, lengths is null ? x : Reached(node, x, lengths), w);
        Value?[] operands =
        [
            node.Reshape(product, new Shape(steps, items, directions.Count * gates)),
            r.Matrix(node, 0),
            directions.Count > 1 ? r.Matrix(node, 1) : null,
            lengths,
            State(5),
            State(6),
            RecurrentImport.Present(node, 3) is { } bias ? Joined(node, RecurrentImport.Shaped(node, bias, directions.Count, 2 * gates)) : null,
            RecurrentImport.Present(node, 7),
        ];
        var op = new DynamicLstm([.. directions.Select(d => d with { Activations = [.. d.Activations.Select(Approximated)] })])
        {
            InputForget = node.Attributes.Flag("input_forget"),
            Clip = node.Attributes.Float("clip", float.PositiveInfinity),
            KeepsEnded = lengths is not null && node.Onnx.Outputs[0].Length == 0,
        };
        return node.EmitAll(op, ElementType.Float32, _ => null, operands);

        Value State(int index) => RecurrentImport.Present(node, index) ?? RecurrentImport.Zeros(node, ElementType.Float32, new Shape(directions.Count, items, hidden));
    }

    /// <summary>[T·B, I] · [I, D·4·H], dequantized.</summary>
    private static Value Product(NodeContext node, Value x, Weights w)
    {
        IReadOnlyList<Value> codes = DynamicQuantizationImport.Quantize(node, node.Reshape(x, new Shape(x.Shape[0] * x.Shape[1], x.Shape[2])));
        Value sum = IntegerProducts.MatMul(node, codes[0], codes[2], w.Joined(node), w.ZeroPoints(node));
        Value scale = node.Binary(BinaryKind.Mul, codes[1], node.Emit(TensorData.Floats(new Shape(w.Scales.Length), w.Scales)));
        return node.Binary(BinaryKind.Mul, node.Cast(sum, ElementType.Float32), scale);
    }

    /// <summary>x with zeros, which extend no range, at steps that no sequence reaches.</summary>
    private static Value Reached(NodeContext node, Value x, Value lengths)
    {
        Value times = node.Emit(TensorData.Ints(new Shape(x.Shape[0], 1, 1), [.. Enumerable.Range(0, x.Shape[0])]));
        Value longest = node.Reduce(ReduceKind.Max, lengths, [0], keep: false);
        return node.Emit(new Where(), ElementType.Float32, null, node.Binary(BinaryKind.Less, times, longest), x, Formulas.Scalar(ElementType.Float32, 0));
    }

    private static Value Joined(NodeContext node, Value bias)
    {
        int rows = bias.Shape[1] / 2;
        return node.Binary(BinaryKind.Add, RecurrentImport.Columns(node, bias, 0, rows), RecurrentImport.Columns(node, bias, rows, rows));
    }

    /// <summary>A code of the state is decided by rounding: it is the same as elsewhere only if the functions are.</summary>
    private static Unary Approximated(Unary activation) => activation.Kind switch
    {
        UnaryKind.Sigmoid => new Unary(UnaryKind.RationalSigmoid),
        UnaryKind.Tanh => new Unary(UnaryKind.RationalTanh),
        _ => activation,
    };

    /// <summary>Weights [D, rows, columns] with a scale and a zero point per direction, or per direction and column.</summary>
    private static Weights Read(NodeContext node, int index, int scale, int directions)
    {
        TensorData codes = node.ConstantOperand(index), scales = node.ConstantOperand(scale), zeros = node.ConstantOperand(scale + 1);
        if (codes.Element is not (ElementType.UInt8 or ElementType.Int8) || zeros.Element != codes.Element || scales.Element != ElementType.Float32)
        {
            throw new ImportException(ProblemKind.UnsupportedType, $"its weights are {codes.Element.ShortName()} with scales of {scales.Element.ShortName()} and zero points of {zeros.Element.ShortName()}.");
        }

        if (codes.Shape.Rank != 3 || codes.Shape[0] != directions)
        {
            throw node.Invalid($"its weights {codes.Shape} are not those of {directions} directions.");
        }

        int columns = codes.Shape[2];
        return new Weights(codes, Columns(scales.ToFloats()), Columns(zeros.ToInts()));

        T[] Columns<T>(T[] values) => values.Length == directions * columns ? values
            : values.Length == directions ? [.. values.SelectMany(v => Enumerable.Repeat(v, columns))]
            : throw node.Invalid($"it has {values.Length} scales or zero points for weights {codes.Shape}.");
    }

    private sealed record Weights(TensorData Codes, float[] Scales, int[] Zeros)
    {
        public int Rows => Codes.Shape[1];

        public int Columns => Codes.Shape[2];

        /// <summary>The matrix of one direction.</summary>
        public Value Matrix(NodeContext node, int direction)
        {
            int length = Rows * Columns;
            var data = new TensorData(Codes.Element, new Shape(Rows, Columns), Codes.Bytes.AsSpan(direction * length, length).ToArray());
            int first = direction * Columns;
            return node.View(node.Emit(data), new Quantization(Scales.AsSpan(first, Columns).ToArray(), Zeros.AsSpan(first, Columns).ToArray(), 1));
        }

        /// <summary>The matrices of all directions side by side.</summary>
        public Value Joined(NodeContext node)
        {
            Value codes = node.Emit(new Transpose([1, 0, 2]), Codes.Element, null, node.Emit(Codes));
            return node.Reshape(codes, new Shape(Rows, Codes.Shape[0] * Columns));
        }

        public Value? ZeroPoints(NodeContext node) => Array.TrueForAll(Zeros, z => z == 0)
            ? null
            : node.Emit(new TensorData(Codes.Element, new Shape(Zeros.Length), Array.ConvertAll(Zeros, z => unchecked((byte)z))));
    }
}
