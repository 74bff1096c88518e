using System;
using System.Collections.Generic;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>Which tensors are read by layers with constant weights, and the axis along which those weights reduce them; -1 is the last one.</summary>
public static class ChannelAxes
{
    public static IReadOnlyDictionary<string, int> Of(ModelSource source)
    {
        var axes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (OnnxNode node in OnnxReader.Read(source.Bytes).Graph.Nodes)
        {
            if (node.OpType is "Conv" or "Gemm" or "MatMul" && node.Inputs.Count > 1)
            {
                bool transposed = node.OpType == "Gemm" && node.Attributes.TryGetValue("transA", out OnnxAttribute? attribute) && attribute.Int != 0;
                axes[node.Inputs[0]] = node.OpType == "Conv" ? 1 : transposed ? 0 : -1;
            }
        }

        return axes;
    }
}
