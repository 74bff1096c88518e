using System.Linq;
using Octavo.Compiler.Passes.Algebra;

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
        // Behind a Dequantize a transpose can be part of writing the graph's output, and the ones to channels first sink.
        if (Permutations.IsToChannelsFirst(permutation) || node.X.Producer is not { Op: not (Dequantize or Reduce { KeepDims: false }) } producer
            || producer.Inputs[0] is not { IsConstant: false } x || x.Shape.Rank != permutation.Length
            || producer.Inputs.Skip(1).Any(v => v is not { IsConstant: true, Shape.Length: 1 })
            || AxisOrder.Permute(producer.Op, Permutations.Inverse(permutation)) is not { } op)
        {
            return false;
        }

        Node?[] readers = producer.Outputs.Take(AxisOrder.DataOutputs(producer)).Select(graph.SingleConsumer).ToArray();
        if (!readers.All(r => r is { Op: Transpose transpose } && transpose.Permutation.SequenceEqual(permutation)))
        {
            return false;
        }

        graph.WrapInput(producer, 0, new Transpose(permutation), Permutations.Apply(x.Type, permutation));
        producer.Op = op;
        for (int i = 0; i < readers.Length; i++)
        {
            producer.Outputs[i].Type = readers[i]!.Y.Type;
            graph.Replace(readers[i]!, producer.Outputs[i]);
        }

        return true;
    }
}
