using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Matrices;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Operators.Quantized;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>ONNX Runtime's Attention, QAttention and MultiHeadAttention: softmax(scale · Q · Kᵀ + bias + masks) · V per head.</summary>
internal static class FusedAttentionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Entry(new("Attention", Attention, "without rotary embedding, past and present apart")),
        Entry(new("QAttention", QAttention, "without rotary embedding, past and present apart")),
        Entry(new("MultiHeadAttention", MultiHeadAttention, "without a buffer that past and present share")),
    ];

    private static OperatorEntry Entry(OperatorEntry entry) => entry with { Domain = OperatorTable.Microsoft, Until = 1 };

    /// <summary>Inputs: x, the weights of the three projections side by side, their biases, a mask, keys and values of earlier calls, a bias of the scores.</summary>
    private static IReadOnlyList<Value> Attention(NodeContext node)
    {
        Value projected = node.Emit(new MatMul(), node.Real(0), node.Real(1));
        projected = node.Optional(2) is null ? projected : node.Binary(BinaryKind.Add, projected, node.Real(2));
        return Projected(node, projected, mask: 3, past: 4, bias: 5);
    }

    /// <summary>Inputs: codes of x and of the weights, biases in float, the scales of x and weights, a mask, their zero points, keys and values of earlier calls.</summary>
    private static IReadOnlyList<Value> QAttention(NodeContext node)
    {
        Value sum = IntegerProducts.MatMul(
            node, IntegerProducts.Codes(node, 0), node.Optional(6) is null ? null : node.Plain(6), IntegerProducts.Codes(node, 1), node.Optional(7) is null ? null : node.Plain(7));
        return Projected(node, DynamicQuantizationImport.Scaled(node, sum, node.Real(3), node.Real(4), node.Real(2)), mask: 5, past: 8, bias: null);
    }

    /// <summary>Attention of what the projections give; results: y, and all keys and values for the next call.</summary>
    private static IReadOnlyList<Value> Projected(NodeContext node, Value projected, int mask, int past, int? bias)
    {
        node.Attributes.Ignore("rotary_embedding_dim");
        if (node.Attributes.Flag("do_rotary") || node.Attributes.Flag("past_present_share_buffer"))
        {
            throw node.Unsupported("do_rotary and past_present_share_buffer are not supported, by ONNX Runtime's processor kernels neither. Export the model without them.");
        }

        int heads = checked((int)node.Attributes.Int("num_heads", 0)), width = projected.Shape[-1];
        int[] sizes = node.Attributes.Ints("qkv_hidden_sizes") ?? [width / 3, width / 3, width / 3];
        if (projected.Shape.Rank != 3 || sizes.Length != 3 || sizes.Sum() != width || sizes[0] != sizes[1])
        {
            throw node.Invalid($"{projected.Shape} does not divide into queries, keys and values of [{string.Join(",", sizes)}].");
        }

        (Value q, Value k, Value v) = InHeads(node, projected, sizes, heads);
        if (node.Optional(past) is not null)
        {
            Value earlier = node.Real(past);
            if (earlier.Shape is not { Rank: 5 } || earlier.Shape[0] != 2)
            {
                throw node.Invalid($"its past is {earlier.Shape}.");
            }

            Value[] states = node.EmitAll(new Split(0, [1, 1]), earlier.Type.Element, _ => null, earlier);
            (k, v) = (Behind(states[0], k), Behind(states[1], v));
        }

        Value y = Attend(node, q, k, v, past, mask, bias).Y;
        return node.OutputCount < 2 ? [y] : [y, node.Emit(new Concat(0), Stacked(k), Stacked(v))];

        Value Behind(Value state, Value x) => node.Emit(new Concat(2), node.Reshape(state, new Shape(state.Shape.Dimensions.Skip(1))), x);

        Value Stacked(Value x) => x.Shape.Equals(k.Shape)
            ? node.Reshape(x, new Shape(x.Shape.Dimensions.Prepend(1)))
            : throw node.Invalid($"keys {k.Shape} and values {v.Shape} do not stack.");
    }

    /// <summary>Projections of equal width move into heads together.</summary>
    private static (Value Q, Value K, Value V) InHeads(NodeContext node, Value projected, int[] sizes, int heads)
    {
        Shape shape = projected.Shape;
        if (sizes[2] != sizes[0] || heads < 1 || sizes[0] % heads != 0)
        {
            Value[] apart = [.. node.EmitAll(new Split(2, sizes), projected.Type.Element, _ => null, projected).Select(x => Heads.Split(node, x, heads))];
            return (apart[0], apart[1], apart[2]);
        }

        var split = new Shape(shape[0], shape[1], 3, heads, sizes[0] / heads);
        Value together = TransposeImport.Emit(node, node.Reshape(projected, split), [2, 0, 3, 1, 4]);
        Value[] parts = node.EmitAll(new Split(0, [1, 1, 1]), projected.Type.Element, _ => null, together);
        var part = new Shape(together.Shape.Dimensions.Skip(1));
        return (node.Reshape(parts[0], part), node.Reshape(parts[1], part), node.Reshape(parts[2], part));
    }

    /// <summary>
    /// Inputs: queries, keys, values, biases of the three, a mask, a bias of the scores, keys and values of earlier calls. Keys and values may be among the queries, or values
    /// among the keys: [batch, steps, heads, 3 or 2, size]; of rank 4 they are those of an encoder, split into heads.
    /// </summary>
    private static IReadOnlyList<Value> MultiHeadAttention(NodeContext node)
    {
        int heads = checked((int)node.Attributes.Int("num_heads", 0));
        List<Value> packed = [.. new[] { 0, 1, 2 }.Where(i => node.Optional(i) is not null).SelectMany(i => Unpacked(node, node.Real(i)))];
        if (heads < 1 || packed.Count != 3 || packed[0].Shape.Rank != 3)
        {
            throw node.Invalid($"{packed.Count} of queries, keys and values are there, for {heads} heads.");
        }

        if (Enumerable.Range(8, 2).Any(i => node.Optional(i) is not null))
        {
            throw node.Unsupported("a buffer that past and present share is not supported.");
        }

        Value[] biases = node.Optional(3) is null ? [] : node.EmitAll(
            new Split(0, [.. packed.Select(x => x.Shape.Rank == 3 ? x.Shape[2] : x.Shape[1] * x.Shape[3])]), node.Real(3).Type.Element, _ => null, node.Real(3));
        Value[] parts = [.. packed.Select((x, i) => Heads.Split(node, biases.Length == 0 || x.Shape.Rank == 4 ? x : node.Binary(BinaryKind.Add, x, biases[i]), heads))];
        (Value q, Value k, Value v) = (parts[0], Extended(parts[1], 6), Extended(parts[2], 7));
        (Value y, Value scores) = Attend(node, q, k, v, past: 6, mask: 4, bias: 5);
        return [y, k, v, scores];

        Value Extended(Value x, int index) => node.Optional(index) is null ? x : node.Emit(new Concat(2), node.Real(index), x);
    }

    /// <summary>[batch, steps, heads, n, size] as n tensors of [batch, steps, heads · size].</summary>
    private static IEnumerable<Value> Unpacked(NodeContext node, Value x) => x.Shape.Rank != 5
        ? [x]
        : node.EmitAll(new Split(3, [.. Enumerable.Repeat(1, x.Shape[3])]), x.Type.Element, _ => null, x)
            .Select(part => node.Reshape(part, new Shape(x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[4])));

    /// <param name="past">The input with the keys of earlier calls.</param>
    /// <param name="bias">The input that is added to the scores.</param>
    private static (Value Y, Value Scores) Attend(NodeContext node, Value q, Value k, Value v, int past, int mask, int? bias)
    {
        ElementRules.Common(node, q, k, v);
        if (q.Type.Element != ElementType.Float32 || q.Shape[1] != k.Shape[1] || k.Shape[1] != v.Shape[1] || k.Shape[2] != v.Shape[2])
        {
            throw node.Invalid($"queries {q.Shape}, keys {k.Shape} and values {v.Shape} of type {q.Type.Element.ShortName()} do not fit.");
        }

        float scale = node.Attributes.Float("scale", 0);
        Value scores = Products.Scale(
            node, node.Emit(new MatMul(), q, TransposeImport.Emit(node, k, [0, 1, 3, 2])), scale == 0 ? 1 / Math.Sqrt(q.Shape[3]) : scale);
        int earlier = node.Optional(past)?.Shape[-2] ?? 0;
        Value? term = AttentionMasks.Of(
            node, node.Optional(mask) is null ? null : node.Plain(mask), scores.Shape, node.Attributes.Flag("unidirectional") ? (int?)earlier : null);
        if (bias is { } index && node.Optional(index) is not null)
        {
            term = term is null ? node.Real(index) : node.Binary(BinaryKind.Add, node.Real(index), term);
        }

        scores = term is null ? scores : node.Binary(BinaryKind.Add, scores, term);
        Value y = node.Emit(new MatMul(), node.Emit(new Softmax(3), scores), v);
        return (Heads.Join(node, y, new Shape(1, 1, 1)), scores);
    }
}
