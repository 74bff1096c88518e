using System;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>Where the output channels of a linear layer lie in its weights.</summary>
internal static class WeightChannels
{
    /// <summary>The axis that numbers output channels: what a scale per channel runs along.</summary>
    public static int Axis(OnnxNode node, Shape w) => node.OpType switch
    {
        "Conv" => 0,
        "ConvTranspose" => 1,
        "Gemm" => node.Int("transB", 0) != 0 ? 0 : 1,
        _ => w.Rank - 1,
    };

    /// <summary>The axis that is summed over: what groups divide.</summary>
    public static int ReductionAxis(OnnxNode node, Shape w) => node.OpType switch
    {
        "Gemm" => 1 - Axis(node, w),
        "MatMul" => Math.Max(w.Rank - 2, 0),
        _ => 1,
    };

    /// <summary>The output channel of each element of the weights.</summary>
    public static Func<int, int> Of(OnnxNode node, Shape w)
    {
        int axis = Axis(node, w);
        int inner = (int)w.Product(axis + 1, w.Rank), channels = w[axis];
        if (node.OpType != "ConvTranspose")
        {
            return i => i / inner % channels;
        }

        // [inputs, outputs / group, …]: the group of an input decides which outputs are meant.
        int inputs = w[0] / (int)node.Int("group", 1);
        return i => (i / (inner * channels) / inputs * channels) + (i / inner % channels);
    }
}
