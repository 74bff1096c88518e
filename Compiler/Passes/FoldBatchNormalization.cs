using System;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>BatchNormalization(Conv(x, w, b)) => Conv(x, w * g, b * g + h)</c>, likewise for a matrix product, with <c>g = scale / sqrt(variance + epsilon)</c> and
/// <c>h = bias - mean * g</c>, when all of them are float constants; elsewhere <c>BatchNormalization(x) => x * g + h</c>.
/// </summary>
internal static class FoldBatchNormalization
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is BatchNormalization { ChannelsLast: false } op && node.X.Shape.Rank >= 2 && node.Inputs.Skip(1).All(v => v is { IsConstant: true }))
            {
                (float[] gain, float[] offset) = Affine(node, op.Epsilon);
                if (!FoldIntoProducer(graph, node, gain, offset))
                {
                    Expand(graph, node, gain, offset);
                }
            }
        }
    }

    private static (float[] Gain, float[] Offset) Affine(Node node, float epsilon)
    {
        float[] scale = node.Inputs[1]!.Data!.ToFloats(), bias = node.Inputs[2]!.Data!.ToFloats();
        float[] mean = node.Inputs[3]!.Data!.ToFloats(), variance = node.Inputs[4]!.Data!.ToFloats();
        float[] gain = new float[scale.Length], offset = new float[scale.Length];
        for (int c = 0; c < gain.Length; c++)
        {
            gain[c] = (float)(scale[c] / Math.Sqrt((double)variance[c] + epsilon));
            offset[c] = (float)(bias[c] - ((double)mean[c] * gain[c]));
        }

        return (gain, offset);
    }

    private static bool FoldIntoProducer(Graph graph, Node node, float[] gain, float[] offset)
    {
        if (node.X.Producer is not { } linear || graph.SingleConsumer(node.X) != node || node.Y.Type.Element != ElementType.Float32 || !IsPlain(linear))
        {
            return false;
        }

        // Channels are the rows of a convolution's weights and the columns of a matrix.
        Value w = linear.Inputs[1]!;
        int channelStride = linear.Op is Conv ? (int)w.Shape.Product(1, w.Shape.Rank) : 1;
        float[] weights = w.Data!.ToFloats();
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= gain[i / channelStride % gain.Length];
        }

        float[]? old = linear.Input(2)?.Data!.ToFloats();
        float[] bias = offset.Select((h, c) => old is null ? h : (old[c] * gain[c]) + h).ToArray();
        Value[] inputs = [linear.X, new Value(w.Name, TensorData.Floats(w.Shape, weights)), new Value($"{node.Name}/bias", TensorData.Floats(new Shape(bias.Length), bias))];
        graph.Replace(node, graph.InsertBefore(linear, linear.Op, linear.Name, inputs, linear.Y.Type));
        graph.Remove(linear);
        return true;
    }

    /// <summary>A float convolution, or matrix product with the channels as columns, whose weights are constants and which has nothing fused behind it.</summary>
    private static bool IsPlain(Node node)
    {
        bool channelsMatch = node.Op switch
        {
            Conv conv => conv is { Activation: null, Residual: null, ChannelsLast: false },
            MatMul product => product is { Activation: null, Residual: null } && node.Y.Shape.Rank == 2 && node.Inputs[1]!.Shape.Rank == 2,
            _ => false,
        };
        return channelsMatch && node.Inputs.Skip(1).All(v => v is null || (v.IsConstant && v.Type is { Element: ElementType.Float32, IsQuantized: false }));
    }

    private static void Expand(Graph graph, Node node, float[] gain, float[] offset)
    {
        int[] shape = Enumerable.Repeat(1, node.X.Shape.Rank - 1).ToArray();
        shape[0] = gain.Length;
        Value scaled = graph.InsertBefore(
            node, new Binary(BinaryKind.Mul), $"{node.Name}/scaled", [node.X, Constant("gain", gain)], node.Y.Type);
        graph.Replace(node, graph.InsertBefore(node, new Binary(BinaryKind.Add), node.Name, [scaled, Constant("offset", offset)], node.Y.Type));

        Value Constant(string what, float[] values) => new($"{node.Name}/{what}", TensorData.Floats(new Shape(shape), values));
    }
}
