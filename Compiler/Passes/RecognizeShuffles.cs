using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Reshape(Transpose(Reshape(x))) => Pick(x)</c> when elements change places within each axis only, as in a channel shuffle: a Pick does not mind
/// where its axes are, so that the layout can change around it.
/// </summary>
internal static class RecognizeShuffles
{
    public static void Run(Graph graph)
    {
        foreach (Node last in graph.Nodes.ToArray())
        {
            if (last.Op is Reshape && graph.Behind<Transpose>(last) is { } middle && graph.Behind<Reshape>(middle) is { } first
                && first.X.Type.Equals(last.Y.Type) && first.X.Type.Quantization is null or { IsPerTensor: true } && first.X.Shape.Length > 0)
            {
                var movement = new FactoredMovement(first.X.Shape);
                if (movement.TryContinue(first) && movement.TryContinue(middle) && movement.TryContinue(last) && movement.OrderWithinAxes() is { } order)
                {
                    graph.Replace(last, graph.InsertBefore(last, new Pick(order), last.Name, [first.X], last.Y.Type));
                }
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>The producer of a node's input, when it applies the operator given and nobody else reads its result.</summary>
    private static Node? Behind<T>(this Graph graph, Node node)
        where T : Operator
        => node.X.ProducedBy<T>() is { } producer && graph.SingleConsumer(node.X) == node ? producer : null;
}
