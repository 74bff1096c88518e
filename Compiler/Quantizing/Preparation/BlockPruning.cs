using System;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>
/// Sets the blocks of weights with the smallest sum of magnitudes to zero, in each convolution and matrix product by itself. A block is four neighbours of the reduction for sixteen output
/// channels, as weights lie in memory. Depthwise convolutions, which have no reduction over channels, are left alone.
/// </summary>
internal static class BlockPruning
{
    private const int Rows = 16;
    private const int Columns = 4;

    /// <param name="share">The share of each layer's blocks that become zero, from 0 to 1.</param>
    public static void Run(ModelDraft draft, double share)
    {
        foreach (OnnxNode node in draft.Nodes.Where(n => n.Is("Conv", "Gemm", "MatMul") && n.Int("group", 1) == 1 && draft.IsFloatConstant(n.Input(1))).ToArray())
        {
            TensorData weights = draft.Constant(node.Input(1))!;
            if (weights.Shape.Rank >= 2)
            {
                draft.SetConstant(node.Input(1), TensorData.Floats(weights.Shape, Pruned(node, weights, share)));
            }
        }
    }

    private static float[] Pruned(OnnxNode node, TensorData weights, double share)
    {
        Shape shape = weights.Shape;
        int axis = WeightChannels.Axis(node, shape);
        int outputs = shape[axis], reduction = weights.Length / outputs, inner = (int)shape.Product(axis + 1, shape.Rank);
        int across = (reduction + Columns - 1) / Columns;
        // With the outputs first, the place in the reduction is what is left of the index; with the outputs last, the row.
        int Block(int i) => (i / inner % outputs / Rows * across) + ((axis == 0 ? i % reduction : i / outputs) / Columns);

        float[] values = weights.ToFloats();
        double[] magnitudes = new double[(outputs + Rows - 1) / Rows * across];
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
