using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>f(g(… x …)) => Lookup(x)</c> for any element-wise computation from one 8-bit tensor to another: <c>Q(Sigmoid(DQ(x)))</c>, a requantization
/// <c>Q(DQ(x))</c>, a Clip of codes, <c>Q(DQ(x) * Sigmoid(DQ(x)))</c>, a table of a table. The table is the computation, evaluated for all 256 codes.
/// </summary>
internal static class BuildTables
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Y.Type.IsByte() && IsElementwise(node) && node.Op is not Reinterpret && Cone.Of(graph, node) is { } cone && !cone.IsLookup)
            {
                graph.Replace(node, graph.InsertBefore(node, new Lookup(Tabulate(cone)), node.Name, [cone.Source], node.Y.Type));
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>Every output element depends on the elements at the same place of the inputs and on constants that are the same everywhere.</summary>
    private static bool IsElementwise(Node node) =>
        node.Op is Unary or Clip or PRelu or Binary or Quantize or Dequantize or Cast or Lookup or Reinterpret
        && node.Inputs.All(v => v is not null && v.Type.Quantization is null or { IsPerTensor: true } && (v.IsConstant ? v.Shape.Length == 1 : v.Shape.Equals(node.Y.Shape)))
        && node.Y.Type.Quantization is null or { IsPerTensor: true };

    private static byte[] Tabulate(Cone cone)
    {
        var codes = new Shape(256);
        byte[] all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var computed = new Dictionary<Value, TensorData> { [cone.Source] = new(cone.Source.Type.Element, codes, all) };
        foreach (Node node in cone.Nodes)
        {
            Operand?[] operands = node.Inputs.Select(v => v is null ? null : Operand(v)).ToArray();
            computed[node.Y] = Evaluator.Evaluate(node.Op, operands, [node.Y.Type.Of(codes)])[0];
        }

        return computed[cone.Nodes[cone.Nodes.Count - 1].Y].Bytes;

        Operand Operand(Value value) => new(value.IsConstant ? value.Data!.Reshaped(Shape.Scalar) : computed[value], value.Type.Quantization);
    }

    /// <summary>The element-wise nodes, in order, between a result and the nearest 8-bit tensor that it depends on alone.</summary>
    private sealed record Cone(Value Source, IReadOnlyList<Node> Nodes)
    {
        /// <summary>Nothing to gain.</summary>
        public bool IsLookup => Nodes.Count == 1 && Nodes[0].Op is Lookup;

        public static Cone? Of(Graph graph, Node result)
        {
            var order = graph.Nodes.Select((node, index) => (node, index)).ToDictionary(p => p.node, p => p.index);
            var nodes = new HashSet<Node>();
            var frontier = new HashSet<Value>();
            Node? next = result;
            while (next is not null)
            {
                nodes.Add(next);
                frontier.UnionWith(next.Inputs.Where(v => v is { IsConstant: false })!);
                next = Latest();
            }

            return frontier.Count == 1 && frontier.Single() is var source && source.Type.IsByte()
                ? new Cone(source, nodes.OrderBy(n => order[n]).ToArray())
                : null;

            // The value to look behind, taken off the frontier: the one computed last, since no other can depend on it.
            Node? Latest()
            {
                Value? last = frontier.OrderByDescending(v => v.Producer is { } p ? order[p] : -1).FirstOrDefault();
                bool settled = frontier.Count == 1 && last!.Type.IsByte() && !(last.Producer is { Op: Lookup } && graph.Consumers(last).TrueForAll(nodes.Contains) && !graph.IsOutput(last));
                if (last?.Producer is not { } producer || settled || !IsElementwise(producer) || !producer.Y.Shape.Equals(result.Y.Shape))
                {
                    return null;
                }

                frontier.Remove(last);
                return producer;
            }
        }
    }
}
