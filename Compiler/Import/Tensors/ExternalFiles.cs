using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Tensors;

/// <summary>Lists the files beside a model that the importer may ask for, so that a host can tell when one of them changes.</summary>
public static class ExternalFiles
{
    /// <summary>Names relative to the model's folder, each once, in ordinal order. A file that is no model has none.</summary>
    public static IReadOnlyList<string> Of(byte[] model)
    {
        try
        {
            OnnxModel read = OnnxReader.Read(model);
            return read.Functions.Select(f => f.Body).Prepend(read.Graph).SelectMany(Tensors)
                .Select(tensor => tensor.External is { } external && external.TryGetValue("location", out string? location) ? location : "")
                .Where(ExternalData.IsInside)
                .Distinct()
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToList();
        }
        catch (ModelException)
        {
            return [];
        }
    }

    private static IEnumerable<OnnxTensor> Tensors(OnnxGraph graph) => graph.Initializers.Concat(
        graph.Nodes.SelectMany(node => node.Attributes.Values).SelectMany(a => a.Graph is { } inner ? Tensors(inner) : a.Tensor is { } tensor ? [tensor] : []));
}
