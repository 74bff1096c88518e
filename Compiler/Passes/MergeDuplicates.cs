using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary><c>(Q(x), Q(x)) => one Q(x)</c>, likewise for DynamicQuantize, Dequantize, Transpose, Reshape and Lookup: exporters write one per reader.</summary>
internal static class MergeDuplicates
{
    public static void Run(Graph graph)
    {
        var seen = new Dictionary<(Value X, string Kind), List<Node>>();
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is not (Quantize or DynamicQuantize or Dequantize or Transpose or Reshape or Lookup))
            {
                continue;
            }

            if (!seen.TryGetValue((node.X, node.Op.Name), out List<Node>? earlier))
            {
                seen.Add((node.X, node.Op.Name), earlier = []);
            }

            if (earlier.Find(other => AreEqual(other, node)) is { } first)
            {
                for (int i = 1; i < node.Outputs.Count; i++)
                {
                    graph.ReplaceUses(node.Outputs[i], first.Outputs[i]);
                }

                graph.Replace(node, first.Y);
            }
            else
            {
                earlier.Add(node);
            }
        }
    }

    private static bool AreEqual(Node a, Node b) => a.Y.Type.Equals(b.Y.Type) && (a.Op, b.Op) switch
    {
        (Transpose x, Transpose y) => x.Permutation.SequenceEqual(y.Permutation),
        (Lookup x, Lookup y) => x.Table.SequenceEqual(y.Table),
        _ => a.Op.Equals(b.Op),
    };
}
