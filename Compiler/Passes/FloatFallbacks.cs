using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import;

namespace Octavo.Compiler.Passes;

/// <summary>Tells which operators of a quantized network run in float, and why.</summary>
internal static class FloatFallbacks
{
    public static void Run(Graph graph, ICollection<Problem> problems)
    {
        if (!graph.Nodes.Any(n => n.Outputs.Any(v => v.Type.IsQuantized)))
        {
            return;
        }

        foreach (Node node in graph.Nodes)
        {
            if (IsFloatWork(node) && !problems.Any(p => p.Message.StartsWith(Subject(node), System.StringComparison.Ordinal)))
            {
                problems.Add(Report(node, Reason(node)));
            }
        }
    }

    public static Problem Report(Node node, string reason) => new(
        ProblemKind.FloatFallback,
        ProblemSeverity.Info,
        $"{Subject(node)} runs in float: {reason}. It is correct but slower; quantize its inputs and output to 8 bits, one scale per tensor, if it matters.");

    private static string Reason(Node node) =>
        !HasIntegerForm(node) ? "it has no integer form"
        : node.Op is Conv or MatMul && node.X.ProducedBy<Dequantize>() is not null && node.Inputs[1]!.IsConstant ? "its weights are not 8-bit codes with one scale per tensor or output channel"
        : "not all of its operands and results are quantized";

    private static bool IsFloatWork(Node node) =>
        node.Op is Fusion ? !IsFromCodesToCodes(node) :
        node.Op is Conv or MatMul or Gemm or Binary or Unary or Clip or PRelu or BatchNormalization or Softmax or MaxPool or AveragePool or GlobalAveragePool or Reduce or LayerNormalization or Recurrent
            or Interpolate or GridSample or DeformableColumns or RoiAlign
        && node.Y.Type.Element.IsFloat() && !node.Inputs.Any(v => v is { Type.IsQuantized: true });

    /// <summary>One pass over codes, as fast as integers.</summary>
    private static bool IsFromCodesToCodes(Node node) =>
        node.Y.Type.IsQuantized && node.Inputs.All(v => v is { IsConstant: true } or { Type.IsQuantized: true });

    private static bool HasIntegerForm(Node node) => node.Op is Conv or MatMul or Unary or Clip or Softmax or MaxPool or AveragePool or GlobalAveragePool
        or Binary { Kind: BinaryKind.Add or BinaryKind.Mul };

    private static string Subject(Node node) => $"{Printable.Quote(node.Name)} ({node.Op.Name})";
}
