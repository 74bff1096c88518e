using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import;
using Octavo.Compiler.Lengths;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Passes;

namespace Octavo.Compiler.Quantizing;

/// <summary>What the importer knows of a model's tensors by name: their types, and the contents of those that do not depend on inputs.</summary>
internal sealed class ModelFacts
{
    private readonly Dictionary<string, Value> _values;

    private ModelFacts(Dictionary<string, Value> values) => _values = values;

    /// <exception cref="ModelException">The model cannot be imported.</exception>
    public static ModelFacts Of(ModelSource source, CompilerOptions options)
    {
        OnnxModel model = OnnxReader.Read(source.Bytes);
        var used = new HashSet<string>(StringComparer.Ordinal);
        string[] given = [.. model.Graph.Inputs.Select(i => i.Name).Union(model.Graph.Initializers.Select(i => i.Name), StringComparer.Ordinal)];
        IReadOnlyList<OnnxNode> nodes = NodeOrder.Sort(model.Graph, given, used);
        var outputs = model.Graph.Outputs.Select(o => o.Name).Concat(nodes.SelectMany(n => n.Outputs)).Where(used.Contains).Distinct(StringComparer.Ordinal)
            .Select(name => new OnnxValueInfo(name, "tensor", 0, null)).ToList();
        byte[] bytes = OnnxWriter.Write(model with { Graph = model.Graph with { Outputs = outputs } });
        Graph graph = OnnxImporter.Import(source with { Bytes = bytes }, LengthRange.Greatest(options)).Graph;
        FoldConstants.Run(graph);
        var values = graph.Inputs.ToDictionary(i => i.Name, i => i, StringComparer.Ordinal);
        foreach (GraphOutput output in graph.Outputs)
        {
            values[output.Name] = output.Value;
        }

        return new ModelFacts(values);
    }

    public TensorType? TypeOf(string tensor) => _values.TryGetValue(tensor, out Value? value) ? value.Type : null;

    /// <summary>Says of a new tensor that it is like a known one.</summary>
    public void Add(string tensor, string like)
    {
        if (_values.TryGetValue(like, out Value? value))
        {
            _values[tensor] = value;
        }
    }

    public bool IsFloat(string tensor) => TypeOf(tensor) is { Element: ElementType.Float32 };

    public int? RankOf(string tensor) => TypeOf(tensor)?.Shape.Rank;

    /// <summary>The contents of a result that inputs do not decide.</summary>
    public TensorData? ConstantOf(string tensor) => _values.TryGetValue(tensor, out Value? value) ? value.Data : null;
}
