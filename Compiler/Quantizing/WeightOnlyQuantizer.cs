using System.Collections.Generic;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Stores the weights of matrix products as 4- or 8-bit codes with a scale per group along the reduction, in com.microsoft's MatMulNBits; the arithmetic stays in float.
/// Convolutions and Gemm keep their form with weights behind a DequantizeLinear per channel.
/// </summary>
internal static class WeightOnlyQuantizer
{
    public static IReadOnlyList<string> Run(ModelDraft draft, QuantizationSettings settings)
    {
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
                draft.Replace(node, replacement);
            }
            else
            {
                continue;
            }

            quantized.Add(node.Label());
        }

        return quantized;
    }

    private static OnnxNode? Grouped(ModelDraft draft, OnnxNode node, TensorData weights, QuantizationSettings settings)
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
