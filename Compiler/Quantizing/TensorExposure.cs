using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>A model whose intermediate results are outputs, see <see cref="TensorExposure"/>.</summary>
/// <param name="Source">The model to compile in the original's place.</param>
/// <param name="Inputs">The graph inputs, in graph order.</param>
/// <param name="Outputs">The original outputs, then the exposed results in the order in which they are computed.</param>
public sealed record ExposedModel(ModelSource Source, IReadOnlyList<ExposedTensor> Inputs, IReadOnlyList<ExposedTensor> Outputs);

/// <param name="Type">A symbolic batch counts as one item.</param>
public sealed record ExposedTensor(string Name, TensorType Type);

/// <summary>
/// Makes every float result of a model's nodes that depends on its inputs a graph output, so that the compiled model shows what calibration and comparison need to
/// see. What it computes stays the same.
/// </summary>
public static class TensorExposure
{
    /// <param name="wanted">Which results to expose besides the original outputs; null for all.</param>
    /// <exception cref="ModelException">The model cannot be compiled.</exception>
    public static ExposedModel Expose(ModelSource source, CompilerOptions options, Func<string, bool>? wanted = null)
    {
        OnnxModel model = OnnxReader.Read(source.Bytes);
        ImportedModel original = OnnxImporter.Import(source, options);
        List<OnnxValueInfo> outputs = [.. model.Graph.Outputs];
        var names = new HashSet<string>(outputs.Select(o => o.Name), StringComparer.Ordinal);
        foreach (string name in Computed(model.Graph).Where(o => (wanted is null || wanted(o)) && names.Add(o)))
        {
            outputs.Add(new OnnxValueInfo(name, "tensor", 0, null));
        }

        ImportedModel all = OnnxImporter.Import(source with { Bytes = With(model, outputs) }, options);
        var exposed = all.Graph.Outputs.Where((o, i) => i < model.Graph.Outputs.Count || IsReal(o.Value)).ToList();
        var kept = new HashSet<string>(exposed.Select(o => o.Name), StringComparer.Ordinal);
        return new ExposedModel(
            source with { Bytes = With(model, [.. outputs.Where(o => kept.Contains(o.Name))]) },
            [.. original.Graph.Inputs.Select(i => new ExposedTensor(i.Name, i.Type))],
            [.. exposed.Select(o => new ExposedTensor(o.Name, o.Value.Type))]);
    }

    /// <summary>The results that depend on the graph's inputs and that its outputs depend on, in order; others may not even compile.</summary>
    private static List<string> Computed(OnnxGraph graph)
    {
        string[] given = [.. graph.Inputs.Select(i => i.Name).Union(graph.Initializers.Select(i => i.Name), StringComparer.Ordinal)];
        var live = new HashSet<string>(StringComparer.Ordinal);
        var varying = new HashSet<string>(given.Except(graph.Initializers.Select(i => i.Name), StringComparer.Ordinal), StringComparer.Ordinal);
        var results = new List<string>();
        foreach (OnnxNode node in NodeOrder.Sort(graph, given, live).Where(n => n.Inputs.Concat(n.Captured).Any(varying.Contains)))
        {
            varying.UnionWith(node.Outputs);
            results.AddRange(node.Outputs.Where(live.Contains));
        }

        return results;
    }

    private static bool IsReal(Value value) =>
        !value.IsConstant && value.Type is { Element: ElementType.Float32, IsQuantized: false } && value.Shape.Length > 0;

    private static byte[] With(OnnxModel model, List<OnnxValueInfo> outputs) => OnnxWriter.Write(model with { Graph = model.Graph with { Outputs = outputs } });
}
