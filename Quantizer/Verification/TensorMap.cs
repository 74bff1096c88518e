using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Tool.Verification;

/// <summary>Which tensor of a quantized model stands for one of the float model: the reals behind its codes, or the tensor of the same name.</summary>
internal static class TensorMap
{
    /// <summary>The results of a model's nodes in the order of the file.</summary>
    public static IReadOnlyList<string> OrderOf(ModelSource model) => [.. OnnxReader.Read(model.Bytes).Graph.Nodes.SelectMany(n => n.Outputs)];

    /// <summary>From names in the float model to names in the quantized one.</summary>
    public static IReadOnlyDictionary<string, string> Of(ModelSource floatModel, ModelSource quantized)
    {
        OnnxGraph original = OnnxReader.Read(floatModel.Bytes).Graph, graph = OnnxReader.Read(quantized.Bytes).Graph;
        var names = new HashSet<string>(original.Nodes.SelectMany(n => n.Outputs), StringComparer.Ordinal);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in graph.Nodes.SelectMany(n => n.Outputs).Where(names.Contains))
        {
            map[name] = name;
        }

        var quantizers = graph.Nodes.Where(n => n.OpType == "QuantizeLinear").ToDictionary(n => n.Outputs[0], n => n.Inputs[0], StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes.Where(n => n.OpType == "DequantizeLinear"))
        {
            if (quantizers.TryGetValue(node.Inputs[0], out string? tensor) && map.ContainsKey(tensor))
            {
                map[tensor] = node.Outputs[0];
            }
        }

        return map;
    }
}
