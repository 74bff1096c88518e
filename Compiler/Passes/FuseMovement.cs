using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// A chain of Reshape and Transpose becomes the shortest chain that does the same: <c>Reshape(Reshape(x)) => Reshape(x)</c>, transposes that undo each other
/// vanish even with reshapes between them, a transpose that only moves axes of one is a Reshape.
/// </summary>
internal static class FuseMovement
{
    public static void Run(Graph graph)
    {
        // Backwards, so that each chain is seen from its end.
        foreach (Node last in graph.Nodes.Reverse().ToArray())
        {
            if (IsLink(last) && last.Y.Producer == last && !graph.Consumers(last.Y).Exists(IsLink))
            {
                Shorten(graph, last);
            }
        }

        foreach (Node node in graph.Nodes)
        {
            if (node.Op is Reshape && node.X.ProducedBy<Reshape>() is { } first)
            {
                node.Inputs[0] = first.X;
            }
        }

        graph.RemoveDeadNodes();
    }

    private static bool IsLink(Node? node) => node is { Op: Reshape or Transpose, Y.Shape.Length: > 0, Y.Type.Quantization: null or { IsPerTensor: true } };

    private static void Shorten(Graph graph, Node last)
    {
        List<Node> all = [last], own = [last];
        while (all[0].X.Producer is { } producer && IsLink(producer))
        {
            if (all.Count == own.Count && graph.SingleConsumer(all[0].X) is not null)
            {
                own.Insert(0, producer);
            }

            all.Insert(0, producer);
        }

        // Beyond a value that others read too, only a chain that moves nothing is worth having twice.
        var movement = new FactoredMovement(all[0].X.Shape);
        if (all.Count > own.Count && all.TrueForAll(movement.TryContinue) && !movement.Operators().Exists(op => op is Transpose))
        {
            Replace(graph, all, movement.Operators());
        }
        else
        {
            ShortenOwn(graph, own);
        }
    }

    private static void ShortenOwn(Graph graph, List<Node> chain)
    {
        // Reshapes without a common refinement end a chain; the rest is a chain of its own.
        for (int start = 0; start < chain.Count;)
        {
            var movement = new FactoredMovement(chain[start].X.Shape);
            int end = start;
            while (end < chain.Count && movement.TryContinue(chain[end]))
            {
                end++;
            }

            if (end > start)
            {
                Replace(graph, chain.GetRange(start, end - start), movement.Operators());
            }

            start = System.Math.Max(end, start + 1);
        }
    }

    private static void Replace(Graph graph, List<Node> links, List<Operator> operators)
    {
        static int Cost(IEnumerable<Operator> chain) => chain.Sum(op => op is Transpose ? 1000 : 1);
        if (Cost(operators) >= Cost(links.Select(n => n.Op)))
        {
            return;
        }

        Node last = links[links.Count - 1];
        Value value = links[0].X;
        foreach (Operator op in operators)
        {
            value = graph.InsertBefore(last, op, last.Name, [value], value.Type.Of(op.InferShapes([value.Shape])[0]));
        }

        graph.Replace(last, value);
    }
}
