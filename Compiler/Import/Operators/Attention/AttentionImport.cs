using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Matrices;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>Attention: softmax(cap(scale · Q · Kᵀ) + masks) · V per head, with the keys and values of earlier calls before the new ones.</summary>
internal static class AttentionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Attention", Attention) { Since = 23 }];

    private static IReadOnlyList<Value> Attention(NodeContext node)
    {
        Value q = node.Real(0), k = node.Real(1), v = node.Real(2);
        ElementRules.Common(node, q, k, v);
        Shape given = q.Shape;
        long heads = node.Attributes.Int("q_num_heads", 0), keyHeads = node.Attributes.Int("kv_num_heads", 0);
        (q, k, v) = (Heads.Split(node, q, heads), Heads.Split(node, k, keyHeads), Heads.Split(node, v, keyHeads));
        int past = node.Optional(4)?.Shape[2] ?? 0;
        (k, v) = (Extended(node, 4, k), Extended(node, 5, v));
        if (q.Shape[1] % k.Shape[1] != 0 || k.Shape[1] != v.Shape[1] || k.Shape[2] != v.Shape[2])
        {
            throw node.Invalid($"queries {q.Shape}, keys {k.Shape} and values {v.Shape} do not fit.");
        }

        // All modes of precision compute in float, or in double for doubles.
        node.Attributes.Ignore("softmax_precision");
        double scale = node.Attributes.Has("scale") ? node.Attributes.Float("scale", 0) : 1 / Math.Sqrt(q.Shape[3]);
        float cap = node.Attributes.Float("softcap", 0);
        Value scores = node.Emit(new MatMul(), Products.Scale(node, q, scale), TransposeImport.Emit(node, Repeated(node, k, q.Shape[1]), [0, 1, 3, 2]));
        Value capped = cap == 0 ? scores : Products.Scale(node, node.Emit(new Unary(UnaryKind.Tanh), Products.Scale(node, scores, 1.0 / cap)), cap);
        Value masked = Masks(node, q, k, past).Aggregate(capped, (sum, mask) => node.Emit(new Binary(BinaryKind.Add), sum, mask));
        Value weights = node.Emit(new Softmax(3), masked);
        Value y = node.Emit(new MatMul(), weights, Repeated(node, v, q.Shape[1]));
        Value published = node.Attributes.Int("qk_matmul_output_mode", 0) switch
        {
            0 => scores,
            1 => capped,
            2 => masked,
            3 => weights,
            var mode => throw node.Invalid($"qk_matmul_output_mode is {mode}."),
        };
        return [Heads.Join(node, y, given), k, v, published];
    }

    /// <summary>What earlier calls left, before what is new.</summary>
    private static Value Extended(NodeContext node, int index, Value value) =>
        node.Optional(index) is null ? value : node.Emit(new Concat(2), node.Real(index), value);

    /// <summary>Several heads of the queries share one head of keys and values.</summary>
    public static Value Repeated(NodeContext node, Value x, int heads) => x.Shape[1] == heads
        ? x
        : GatherImport.Pick(node, x, 1, Enumerable.Range(0, heads).Select(h => h / (heads / x.Shape[1])).ToArray());

    /// <summary>Everything that is added to the scores: 0 for what is seen and −∞ for what is not.</summary>
    private static IEnumerable<Value> Masks(NodeContext node, Value q, Value k, int past)
    {
        ElementType element = q.Type.Element;
        int queries = q.Shape[2], keys = k.Shape[2];
        if (node.Attributes.Flag("is_causal"))
        {
            double[] causal = Enumerable.Range(0, queries * keys).Select(i => i % keys <= (i / keys) + past ? 0 : double.NegativeInfinity).ToArray();
            yield return node.Emit(ConstantTensors.OfReals(element, new Shape(queries, keys), causal));
        }

        if (node.Optional(3) is not null)
        {
            Value mask = node.Plain(3);
            mask = mask.Type.Element == ElementType.Bool ? Hidden(node, mask, element) : mask;
            int missing = keys - mask.Shape[-1];
            if (missing > 0 && mask.Shape[-1] > 1)
            {
                int[] end = new int[mask.Shape.Rank];
                end[end.Length - 1] = missing;
                mask = node.Emit(new Pad(new int[end.Length], end, PadMode.Constant, double.NegativeInfinity), mask);
            }

            yield return mask;
        }

        if (node.Optional(6) is not null)
        {
            Value lengths = ReshapeImport.Emit(node, node.Plain(6), new Shape(q.Shape[0], 1, 1, 1));
            Value places = node.Emit(TensorData.Longs(new Shape(1, 1, 1, keys), Enumerable.Range(0, keys).Select(i => (long)i).ToArray()));
            yield return Hidden(node, node.Binary(BinaryKind.Less, places, lengths), element);
        }
    }

    private static Value Hidden(NodeContext node, Value seen, ElementType element) => node.Emit(
        new Where(),
        element,
        null,
        seen,
        node.Emit(ConstantTensors.OfReals(element, Shape.Scalar, [0])),
        node.Emit(ConstantTensors.OfReals(element, Shape.Scalar, [double.NegativeInfinity])));
}
