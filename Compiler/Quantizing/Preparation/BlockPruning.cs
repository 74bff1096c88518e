using System;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>
/// Sets the blocks of weights with the smallest sum of magnitudes to zero, in each convolution and matrix product by itself. A block is what a kernel takes at a time: sixteen output
/// channels of one step. Depthwise convolutions, which have no reduction over channels, are left alone.
/// </summary>
internal static class BlockPruning
{
    private const int Channels = 16;

    /// <param name="share">The share of each layer's blocks that become zero, from 0 to 1.</param>
    public static void Run(ModelDraft draft, double share)
    {
        foreach (OnnxNode node in draft.Nodes.Where(n => n.Is("Conv", "Gemm", "MatMul") && n.Int("group", 1) == 1 && draft.IsFloatConstant(n.Input(1))).ToArray())
        {
            TensorData weights = draft.Constant(node.Input(1))!;
            if (weights.Shape.Rank >= 2)
            {
                draft.SetConstant(node.Input(1), TensorData.Floats(weights.Shape, Pruned(draft, node, weights, share)));
            }
        }
    }

    private static float[] Pruned(ModelDraft draft, OnnxNode node, TensorData weights, double share)
    {
        Func<int, int> channel = WeightChannels.Of(node, weights.Shape);
        PackedSteps steps = PackedSteps.For(draft, node, weights.Shape);
        int Block(int i) => (channel(i) / Channels * steps.Count) + steps.Of(i);

        float[] values = weights.ToFloats();
        double[] magnitudes = new double[(weights.Shape[WeightChannels.Axis(node, weights.Shape)] + Channels - 1) / Channels * steps.Count];
        for (int i = 0; i < values.Length; i++)
        {
            magnitudes[Block(i)] += Math.Abs(values[i]);
        }

        int pruned = (int)(magnitudes.Length * share);
        var zero = new bool[magnitudes.Length];
        foreach (int block in Enumerable.Range(0, magnitudes.Length).OrderBy(b => magnitudes[b]).ThenBy(b => b).Take(pruned))
        {
            zero[block] = true;
        }

        return [.. values.Select((v, i) => zero[Block(i)] ? 0 : v)];
    }
}
