using System.Collections.Generic;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Stores the weights of matrix products as 4- or 8-bit codes with a scale per group along the reduction, behind a DequantizeLinear in blocks or in com.microsoft's MatMulNBits; the arithmetic stays in
/// float. Weights of convolutions, and stacks of matrices, stand behind a DequantizeLinear per channel.
/// </summary>
internal static class WeightOnlyQuantizer
{
    public static IReadOnlyList<string> Run(ModelDraft draft, ModelFacts facts, QuantizationSettings settings)
    {
        if (settings.Format == ModelFormat.Qdq)
        {
            OpsetUpgrade.Run(draft, facts, OpsetUpgrade.Blocked);
        }

        var selection = new NodeSelection(settings, draft.Nodes);
        var nodes = new QuantizationNodes(draft);
        var quantized = new List<string>();
        foreach (OnnxNode node in draft.Nodes.ToArray())
        {
            if (!node.Is("MatMul", "Gemm", "Conv") || !draft.IsFloatConstant(node.Input(1)) || !selection.Includes(node))
            {
                continue;
            }

            TensorData weights = draft.Constant(node.Input(1))!;
            if (node.Is("Conv") || weights.Shape.Rank != 2)
            {
                if (settings.Bits == 4 || weights.Shape.Rank < 2)
                {
                    continue;
                }

                string dequantized = draft.Unique(node.Input(1) + "_dequantized");
                int axis = weights.Shape.Rank > 2 && node.Is("MatMul") ? -1 : WeightChannels.Axis(node, weights.Shape);
                OnnxNode constant = nodes.Constant(node.Input(1), dequantized, WeightCodes.Of(weights, axis, ElementType.Int8, settings.SymmetricWeights));
                draft.Replace(node, constant, node.WithInput(1, dequantized));
            }
            else if (Grouped(draft, node, weights, settings) is { } replacement)
            {
                draft.Replace(node, [.. replacement]);
            }
            else
            {
                continue;
            }

            quantized.Add(node.Label());
        }

        return quantized;
    }

    private static IEnumerable<OnnxNode>? Grouped(ModelDraft draft, OnnxNode node, TensorData weights, QuantizationSettings settings)
    {
        if (node.Is("Gemm") && (node.Int("transA", 0) != 0 || node.Float("alpha", 1) != 1 || node.Float("beta", 1) != 1))
        {
            return null;
        }

        bool transposed = node.Is("Gemm") && node.Int("transB", 0) != 0;
        (int n, int k) = transposed ? (weights.Shape[0], weights.Shape[1]) : (weights.Shape[1], weights.Shape[0]);
        if (node.Input(2).Length > 0 && !(draft.IsFloatConstant(node.Input(2)) && draft.Constant(node.Input(2))!.Length == n))
        {
            return null;
        }

        float[] values = weights.ToFloats();
        GroupedWeights packed = GroupedWeights.Of((column, row) => values[transposed ? (column * k) + row : (row * n) + column], n, k, settings);
        return settings.Format == ModelFormat.Qdq
            ? Dequantized(draft, node, BlockedWeights.Of(packed, n, k, transposed ? 1 : 0, settings), settings)
            : [Product(draft, node, packed, n, k, settings)];
    }

    private static IEnumerable<OnnxNode> Dequantized(ModelDraft draft, OnnxNode node, BlockedWeights weights, QuantizationSettings settings)
    {
        string w = node.Input(1), to = draft.Unique(w + "_dequantized");
        yield return new QuantizationNodes(draft).Constant(w, to, weights, settings.GroupSize);
        yield return node.WithInput(1, to);
    }

    private static OnnxNode Product(ModelDraft draft, OnnxNode node, GroupedWeights packed, int n, int k, QuantizationSettings settings)
    {
        string w = node.Input(1);
        string bias = node.Input(2).Length == 0 ? "" : draft.AddConstant(node.Input(2), draft.Constant(node.Input(2))!.Reshaped(new Shape(n)));
        return NodeRecords.New(
            node.Name, draft.Microsoft(), "MatMulNBits",
            [
                node.Input(0),
                draft.AddConstant(w + "_quantized", packed.Codes),
                draft.AddConstant(w + "_scale", packed.Scales),
                packed.ZeroPoints is { } zeroPoints ? draft.AddConstant(w + "_zero_point", zeroPoints) : "",
                "",
                bias,
            ],
            node.Outputs,
            NodeRecords.Attribute("K", k), NodeRecords.Attribute("N", n), NodeRecords.Attribute("bits", settings.Bits), NodeRecords.Attribute("block_size", settings.GroupSize));
    }
}
