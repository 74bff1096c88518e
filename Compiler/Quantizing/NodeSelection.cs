using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>Which nodes the user wants quantized; nodes are known by their own name or that of a result.</summary>
internal sealed class NodeSelection
{
    private readonly QuantizationSettings _settings;

    /// <exception cref="ModelException">The settings name a node or operator that the model does not have.</exception>
    public NodeSelection(QuantizationSettings settings, IReadOnlyList<OnnxNode> nodes)
    {
        _settings = settings;
        var names = new HashSet<string>(nodes.SelectMany(n => n.Outputs.Append(n.Name)), StringComparer.Ordinal);
        var operators = new HashSet<string>(nodes.Select(n => n.OpType), StringComparer.Ordinal);
        string? unknown = settings.IncludeNodes.Concat(settings.ExcludeNodes).Concat(settings.WideNodes).FirstOrDefault(n => !names.Contains(n))
            ?? settings.IncludeOperators.Concat(settings.ExcludeOperators).FirstOrDefault(o => !operators.Contains(o));
        if (unknown is not null)
        {
            throw new ModelException(ProblemKind.InvalidOption, $"The settings name {Printable.Quote(unknown)}, which is no node or operator of the model.");
        }
    }

    /// <summary>Whether the file has a form for products with a bias; the operator QLinearMatMul has none.</summary>
    public bool FusesBiases => _settings.Format == ModelFormat.Qdq;

    public bool Includes(OnnxNode node) =>
        (_settings.IncludeNodes.Count == 0 || IsIn(node, _settings.IncludeNodes))
        && (_settings.IncludeOperators.Count == 0 || _settings.IncludeOperators.Contains(node.OpType))
        && !Excludes(node);

    public bool Excludes(OnnxNode node) => IsIn(node, _settings.ExcludeNodes) || _settings.ExcludeOperators.Contains(node.OpType);

    public bool IsWide(OnnxNode node) => IsIn(node, _settings.WideNodes);

    private static bool IsIn(OnnxNode node, IReadOnlyList<string> names) => names.Contains(node.Name) || node.Outputs.Any(names.Contains);
}
