using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Reshape(Transpose(Reshape(x))) => Pick(x)</c> when elements change places within each axis only, as in a channel shuffle, also when one index is
/// picked on the way: a Pick does not mind where its axes are, so that the layout can change around it.
/// </summary>
internal static class RecognizeShuffles
{
    public static void Run(Graph graph)
    {
        foreach (Node last in graph.Nodes.ToArray())
        {
            if (last.Op is Reshape && last.Y.Shape.Length > 0 && last.Y.Type.Quantization is null or { IsPerTensor: true } && Recognize(last) is var (source, pick))
            {
                graph.Replace(last, graph.InsertBefore(last, pick, last.Name, [source], last.Y.Type));
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>The shortest chain that ends here and stays within the axes of the tensor it starts from.</summary>
    private static (Value Source, Pick Pick)? Recognize(Node last)
    {
        List<Node> chain = [last];
        while (chain[0].X.Producer is { Op: Reshape or Transpose or Pick } producer)
        {
            chain.Insert(0, producer);
            if (producer.X.Shape.Rank == last.Y.Shape.Rank && chain.Exists(link => link.Op is Transpose))
            {
                var movement = new FactoredMovement(producer.X.Shape);
                if (chain.TrueForAll(movement.TryContinue) && movement.OrderWithinAxes() is { } order)
                {
                    return (producer.X, new Pick(order));
                }
            }
        }

        return null;
    }
}
