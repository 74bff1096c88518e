using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Matrices;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>
/// ONNX Runtime's GroupQueryAttention: causal attention in which several heads of the queries share one of keys and values. Keys and values stand in buffers, which hold as
/// many of each item as a length says, and zeros behind them.
/// </summary>
internal static class GroupQueryImport
{
    private const int Keys = 1, Values = 2, PastKey = 3, PastValue = 4, Lengths = 5, Total = 6, Cos = 7, Sin = 8, Positions = 9, Bias = 10, Sinks = 11;

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("GroupQueryAttention", GroupQueryAttention, "constant total_sequence_length; float buffers") { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    private static IReadOnlyList<Value> GroupQueryAttention(NodeContext node)
    {
        int heads = checked((int)node.Attributes.Int("num_heads", 0)), shared = checked((int)node.Attributes.Int("kv_num_heads", 0));
        (Value q, Value k, Value v) = Projections(node, heads, shared);
        if (heads < 1 || shared < 1 || heads % shared != 0 || !k.Shape.Equals(v.Shape) || q.Shape[2] != k.Shape[2] || q.Shape[3] != k.Shape[3])
        {
            throw node.Invalid($"queries {q.Shape}, keys {k.Shape} and values {v.Shape} do not fit.");
        }

        // Where the calls before it end: a call that brings all there is begins anew.
        int batch = q.Shape[0], steps = q.Shape[2], total = (int)(node.Constant(Total, "total sequence length") ?? throw node.Invalid("its total length is missing.")).IntegerAt(0);
        int length = Math.Max(total, node.Optional(PastKey)?.Shape[2] ?? 0);
        Value starts = steps == total
            ? node.Emit(TensorData.Ints(new Shape(batch), new int[batch]))
            : node.Binary(BinaryKind.Add, node.Reshape(node.Plain(Lengths), new Shape(batch)), 1 - steps);
        if (node.Attributes.Flag("do_rotary"))
        {
            bool interleaved = node.Attributes.Flag("rotary_interleaved");
            Value positions = node.Optional(Positions) is null
                ? node.Binary(BinaryKind.Add, node.Reshape(starts, new Shape(batch, 1)), node.Emit(TensorData.Ints(new Shape(1, steps), [.. Enumerable.Range(0, steps)])))
                : node.Plain(Positions);
            (Value, Value) angles = (RotaryImport.At(node, node.Real(Cos), positions), RotaryImport.At(node, node.Real(Sin), positions));
            int turned = 2 * node.Real(Cos).Shape[-1];
            (q, k) = (RotaryImport.Turned(node, q, angles, turned, interleaved), RotaryImport.Turned(node, k, angles, turned, interleaved));
        }

        (k, v) = (Buffered(node, PastKey, k, starts, length), Buffered(node, PastValue, v, starts, length));
        Value weights = Weights(node, q, AttentionImport.Repeated(node, k, heads), starts);
        Value y = node.Emit(new MatMul(), weights, AttentionImport.Repeated(node, v, heads));
        return [Heads.Join(node, y, new Shape(1, 1, 1)), k, v];
    }

    /// <summary>Keys and values may stand behind the queries in one tensor.</summary>
    private static (Value Q, Value K, Value V) Projections(NodeContext node, int heads, int shared)
    {
        Value q = node.Real(0);
        if (node.Optional(Keys) is not null)
        {
            return (Heads.Split(node, q, heads), Heads.Split(node, node.Real(Keys), shared), Heads.Split(node, node.Real(Values), shared));
        }

        Value[] parts = node.EmitAll(new Split(1, [heads, shared, shared]), q.Type.Element, _ => null, Heads.Split(node, q, heads + (2 * shared)));
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>What earlier calls left up to the start, the new entries, and zeros.</summary>
    private static Value Buffered(NodeContext node, int past, Value x, Value starts, int length)
    {
        int batch = x.Shape[0], steps = x.Shape[2];
        Shape shape = x.Shape.With(2, length);
        if (NodeContext.ConstantOf(starts)?.ToInts().Distinct().ToArray() is { Length: 1 } known && known[0] >= 0 && known[0] + steps <= length)
        {
            int start = known[0];
            Value joined = start == 0 ? x : node.Emit(new Concat(2), Arranging.Crop(node, node.Real(past), [0, 0, 0, 0], x.Shape.With(2, start).ToArray()), x);
            return Arranging.PadZeros(node, joined, new int[4], [0, 0, length - start - steps, 0]);
        }

        Value old = Arranging.PadZeros(node, node.Real(past), new int[4], [0, 0, length - node.Real(past).Shape[2], 0]);
        Value places = node.Emit(TensorData.Ints(new Shape(1, 1, length, 1), [.. Enumerable.Range(0, length)]));
        Value before = node.Binary(BinaryKind.Less, places, node.Reshape(starts, new Shape(batch, 1, 1, 1)));
        Value kept = node.Emit(new Where(), x.Type.Element, null, before, old, node.Emit(ConstantTensors.OfReals(x.Type.Element, Shape.Scalar, [0])));
        return TensorScatterImport.Written(node, kept.Shape.Equals(shape) ? kept : throw node.Invalid($"its past {old.Shape} does not fit {shape}."), x, 2, node.Cast(starts, ElementType.Int64));
    }

    /// <summary>The softmax of the scores over what each query sees: the keys up to its own position, of these the last ones where a window is set.</summary>
    private static Value Weights(NodeContext node, Value q, Value k, Value starts)
    {
        int batch = q.Shape[0], heads = q.Shape[1], steps = q.Shape[2], length = k.Shape[2];
        float scale = node.Attributes.Float("scale", 0), cap = node.Attributes.Float("softcap", 0);
        Value scores = Products.Scale(node, node.Emit(new MatMul(), q, TransposeImport.Emit(node, k, [0, 1, 3, 2])), scale == 0 ? 1 / Math.Sqrt(q.Shape[3]) : scale);
        scores = cap == 0 ? scores : Products.Scale(node, node.Unary(UnaryKind.Tanh, Products.Scale(node, scores, 1.0 / cap)), cap);
        if (node.Optional(Bias) is not null)
        {
            Value bias = node.Real(Bias);
            scores = node.Binary(BinaryKind.Add, scores, Arranging.Crop(node, bias, [0, 0, 0, 0], bias.Shape.With(-1, Math.Min(length, bias.Shape[-1])).ToArray()));
        }

        // How far each key lies behind the query.
        int[] apart = [.. Enumerable.Range(0, steps * length).Select(i => (i / length) - (i % length))];
        Value distance = node.Binary(BinaryKind.Add, node.Emit(TensorData.Ints(new Shape(1, 1, steps, length), apart)), node.Reshape(starts, new Shape(batch, 1, 1, 1)));
        Value seen = node.Binary(BinaryKind.GreaterOrEqual, distance, 0);
        long window = node.Attributes.Int("local_window_size", -1);
        seen = window < 0 ? seen : node.Binary(BinaryKind.And, seen, node.Binary(BinaryKind.Less, distance, window));
        Value masked = node.Emit(new Where(), scores.Type.Element, null, seen, scores, node.Emit(ConstantTensors.OfReals(scores.Type.Element, Shape.Scalar, [double.NegativeInfinity])));
        if (node.Optional(Sinks) is null && !node.Attributes.Flag("smooth_softmax"))
        {
            return node.Emit(new Softmax(3), masked);
        }

        // One more key, of a constant score and no value.
        Value zeros = node.Emit(ConstantTensors.OfReals(scores.Type.Element, new Shape(batch, heads, steps, 1), new double[batch * heads * steps]));
        Value sink = node.Optional(Sinks) is null ? zeros : node.Binary(BinaryKind.Add, zeros, node.Reshape(node.Real(Sinks), new Shape(1, heads, 1, 1)));
        return Arranging.Crop(node, node.Emit(new Softmax(3), node.Emit(new Concat(3), masked, sink)), [0, 0, 0, 0], scores.Shape.ToArray());
    }
}
