using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;

namespace Octavo.Tool.Reports;

/// <summary>The range of reals that the codes of each quantized tensor of a model cover.</summary>
internal static class CodedRanges
{
    private const string Raw = "_raw";

    public static IReadOnlyDictionary<string, (double Low, double High)> Of(ModelSource model)
    {
        OnnxGraph graph = OnnxReader.Read(model.Bytes).Graph;
        var constants = graph.Initializers.ToDictionary(i => i.Name, StringComparer.Ordinal);
        var ranges = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes.Where(n => n.OpType == "QuantizeLinear" && n.Inputs.Count > 2 && constants.ContainsKey(n.Inputs[1]) && constants.ContainsKey(n.Inputs[2])))
        {
            TensorData scale = TensorContents.Read(constants[node.Inputs[1]], new ExternalData(null)), zero = TensorContents.Read(constants[node.Inputs[2]], new ExternalData(null));
            double step = scale.FloatAt(0);
            (double, double) range = ((zero.Element.MinValue() - zero.IntegerAt(0)) * step, (zero.Element.MaxValue() - zero.IntegerAt(0)) * step);
            // A graph output has its name behind the codes.
            string name = node.Inputs[0];
            ranges[name.EndsWith(Raw, StringComparison.Ordinal) ? name[..^Raw.Length] : name] = range;
        }

        return ranges;
    }
}
