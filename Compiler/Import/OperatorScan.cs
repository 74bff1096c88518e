using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>Looks for operators that cannot be imported, before anything else is tried: one problem per operator, with what to do about it.</summary>
internal static class OperatorScan
{
    private static readonly Dictionary<string, string> Remedies = new()
    {
        ["Unique"] = DataDependent,
        ["Bernoulli"] = Chance,
        ["Multinomial"] = Chance,
        ["RandomNormal"] = Chance,
        ["RandomNormalLike"] = Chance,
        ["RandomUniform"] = Chance,
        ["RandomUniformLike"] = Chance,
    };

    private const string DataDependent =
        "how much it finds depends on the data, and compiled models have results of known shapes. Export the model up to this operator, and do the rest in C#.";

    private const string Chance = "its result is left to chance, and compiled models give the same results every time. Make the random numbers an input of the model.";

    public static void Run(ModelFile file, ProblemLog problems)
    {
        foreach (IGrouping<(string Domain, string OpType), OnnxNode> nodes in file.Nodes.GroupBy(n => (n.Domain, n.OpType)))
        {
            if (file.Function(nodes.Key.Domain, nodes.Key.OpType) is null && Reason(nodes.Key.Domain, nodes.Key.OpType, file.Opset(nodes.Key.Domain)) is { } reason)
            {
                int count = nodes.Count();
                string where = count == 1
                    ? $"node {ProblemLog.Label(nodes.First())}"
                    : $"{count.ToString(CultureInfo.InvariantCulture)} nodes, the first is {ProblemLog.Label(nodes.First())}";
                string name = Printable.Escape(OperatorTable.FullName(nodes.Key.Domain, nodes.Key.OpType));
                problems.Error(ProblemKind.UnsupportedOperator, $"The operator {name} is not supported ({where}): {reason}");
            }
        }
    }

    /// <summary>Why an operator cannot be imported and what to do; null when it can.</summary>
    public static string? Reason(string domain, string opType, int opset)
    {
        OperatorEntry? entry = OperatorTable.Find(domain, opType);
        if (entry is null)
        {
            return Remedies.TryGetValue(opType, out string? remedy) ? remedy
                : opType == "SequenceMap" || opType.StartsWith("Optional", System.StringComparison.Ordinal) || opType.Contains("String")
                    ? "Octavo computes with tensors of numbers only."
                : domain is "ai.onnx.training" or "ai.onnx.preview.training" ? "it belongs to training. Export the model for inference."
                : "Octavo does not know it. Export or simplify the model without it; docs/operators.md lists what is supported.";
        }

        return opset < LegacyForms.Since(entry)
            ? $"operator set {opset} defines an older form; Octavo reads it from {LegacyForms.Since(entry)} on. Convert the model, for example with onnx.version_converter."
            : opset > entry.Until
            ? $"the model uses operator set {opset}, and Octavo knows the sets up to {entry.Until}. Export the model with an older operator set."
            : null;
    }
}
