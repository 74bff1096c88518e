using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>MatMul(f(Reshape(Transpose(x))), w) => MatMul(f(Reshape(x)), w')</c> when the transpose moves elements within the rows that the product sums over, f being
/// element-wise: the rows of w' are those of the constant w in the other order.
/// </summary>
internal static class PermuteWeights
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is MatMul && node.Inputs[1] is { IsConstant: true, Shape.Rank: 2 } w && End(graph, node) is { } last)
            {
                List<Node> chain = [last];
                while (chain[0].X.Producer is { Op: Reshape or Transpose } producer && graph.SingleConsumer(chain[0].X) is not null)
                {
                    chain.Insert(0, producer);
                }

                Permute(graph, node, w, chain);
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>The last node of the movement that the product's rows come from, with element-wise operators in between at most.</summary>
    private static Node? End(Graph graph, Node node)
    {
        Node reader = node;
        while (reader.X.Producer is { } producer && graph.SingleConsumer(reader.X) == reader && producer.Y.Shape.Equals(node.X.Shape))
        {
            if (producer.Op is Reshape or Transpose)
            {
                return producer;
            }

            if (producer.Op is not (Unary or Clip or Lookup or Quantize or Dequantize or Reinterpret or Cast) || producer.X.Type.Quantization is { IsPerTensor: false })
            {
                return null;
            }

            reader = producer;
        }

        return null;
    }

    private static void Permute(Graph graph, Node node, Value w, List<Node> chain)
    {
        Value x = chain[0].X;
        Node last = chain[chain.Count - 1];
        if (last.Y.Shape.Rank < 2 || last.Y.Shape.Length == 0 || last.Y.Type.Quantization is { IsPerTensor: false })
        {
            return;
        }

        var movement = new FactoredMovement(x.Shape);
        if (chain.TrueForAll(movement.TryContinue) && movement.Operators().Exists(op => op is Transpose) && movement.OrderWithinRows() is { } order)
        {
            node.Inputs[1] = graph.InsertBefore(node, new Pick([Permutations.Inverse(order), null]), $"{w.Name}/permuted", [w], w.Type);
            graph.Replace(last, graph.InsertBefore(last, new Reshape(last.Y.Shape), last.Name, [x], last.Y.Type));
        }
    }
}
