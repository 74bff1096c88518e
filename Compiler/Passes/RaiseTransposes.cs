using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>T(op(x)) => op(T(x))</c>, until the transpose reaches a graph input or something that moves data itself; next to a graph input it can be part of
/// quantizing it.
/// </summary>
internal static class RaiseTransposes
{
    public static void Run(Graph graph)
    {
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (node.Op is Transpose transpose && Raise(graph, node, transpose.Permutation))
            {
                i = System.Math.Min(graph.Nodes.Count, i + 1);
            }
        }
    }

    private static bool Raise(Graph graph, Node node, int[] permutation)
    {
        if (node.X.Producer is not { Outputs.Count: 1 } producer || graph.SingleConsumer(node.X) != node || producer.Op is ReduceMean { KeepDims: false }
            || producer.Inputs.Count(v => v is { IsConstant: false }) != 1 || producer.Inputs[0] is not { IsConstant: false } x || x.Shape.Rank != permutation.Length
            || producer.Inputs.Skip(1).Any(v => v is null || v.Shape.Length > 1)
            || AxisOrder.Permute(producer.Op, Permutations.Inverse(permutation)) is not { } op)
        {
            return false;
        }

        graph.WrapInput(producer, 0, new Transpose(permutation), Permutations.Apply(x.Type, permutation));
        producer.Op = op;
        Value y = node.Y;
        graph.Remove(node);
        Graph.SetOutput(producer, 0, y);
        return true;
    }
}
