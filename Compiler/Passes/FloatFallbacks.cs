using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>Tells which parts of a quantized network run in float, why, and what would change it: once for operators that hang together.</summary>
internal static class FloatFallbacks
{
    public static void Run(Graph graph, ICollection<Problem> problems)
    {
        if (!graph.Nodes.Any(n => n.Outputs.Any(v => v.Type.IsQuantized) || (n.Op is Fusion fusion && fusion.Steps.Any(s => s.Type.IsQuantized))))
        {
            return;
        }

        foreach (List<Node> island in Islands(graph))
        {
            if (!island.Exists(node => problems.Any(p => p.Message.StartsWith(Subject(node), StringComparison.Ordinal))))
            {
                Node first = island.Find(node => OperatorOf(node) is not (Quantize or Dequantize)) ?? island[0];
                (string reason, string remedy) = FloatReason.Of(graph, first);
                problems.Add(Report(Subject(first), island.Count - 1, reason, remedy));
            }
        }
    }

    /// <summary>For an operator whose codes no kernel takes.</summary>
    public static Problem Report(Node node, string reason) =>
        Report(Subject(node), 0, reason, "quantize its inputs and output to 8 bits, one scale per tensor");

    /// <summary>A node as messages name it.</summary>
    public static string Subject(Node node) => $"{Printable.Quote(node.Name)} ({OperatorOf(node).Name})";

    /// <summary>The operator that gave a fusion its name.</summary>
    private static Operator OperatorOf(Node node) => node.Op is not Fusion fusion ? node.Op
        : (fusion.Steps.LastOrDefault(s => s.Op is not (Quantize or Dequantize)) ?? fusion.Steps[fusion.Steps.Count - 1]).Op;

    private static Problem Report(string subject, int more, string reason, string remedy) => new(
        ProblemKind.FloatFallback,
        ProblemSeverity.Info,
        $"{subject}{(more == 0 ? " runs" : more == 1 ? " and 1 operator around it run" : $" and {more} operators around it run")} in float: {reason}. "
        + $"It is correct but slower; {remedy}, if it matters.");

    /// <summary>Nodes that compute in float and pass floats to one another, each group in execution order.</summary>
    private static IEnumerable<List<Node>> Islands(Graph graph)
    {
        var islands = new List<List<Node>>();
        var of = new Dictionary<Node, List<Node>>();
        foreach (Node node in graph.Nodes.Where(IsFloat))
        {
            List<Node>[] before = node.Inputs.Select(v => v?.Producer).Where(p => p is not null && of.ContainsKey(p)).Select(p => of[p!]).Distinct().ToArray();
            List<Node> island = before.FirstOrDefault() ?? [];
            foreach (List<Node> other in before.Skip(1))
            {
                island.AddRange(other);
                other.ForEach(n => of[n] = island);
                other.Clear();
            }

            island.Add(node);
            of[node] = island;
            islands.Add(island);
        }

        // What only moves floats belongs to an island and is no work of its own.
        return islands.Distinct().Select(island => island.Where(n => !MovesFloats(n)).ToList()).Where(island => island.Count > 0);
    }

    private static bool IsFloat(Node node) =>
        node.Outputs.Any(v => v.Type.Element.IsFloat()) && node.Op is not (Quantize or Dequantize or Reinterpret or Cast or BlockMatMul)
        && !node.Inputs.Any(v => v is { Type.IsQuantized: true })
        || node.Op is Fusion && !IsFromCodesToCodes(node);

    private static bool MovesFloats(Node node) => node.Op is not MaxPool && Movement.IsMovement(node) || node.Op is Concat;

    /// <summary>One pass over codes, as fast as integers.</summary>
    private static bool IsFromCodesToCodes(Node node) =>
        node.Y.Type.IsQuantized && node.Inputs.All(v => v is { IsConstant: true } or { Type.IsQuantized: true } or { Type.Element: ElementType.Bool });
}
