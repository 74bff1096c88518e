using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>op(T(x), T(z)) => T(op(x, z))</c> for element-wise operators and those along axes, and <c>T(T'(x)) => x</c>: the transposes behind the
/// channels-last convolutions meet those before the next ones. Constants, and operands without a transpose where most of the data has one, are transposed back.
/// </summary>
internal static class SinkTransposes
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Transpose second && node.X.ProducedBy<Transpose>() is { Op: Transpose first } inner)
            {
                Compose(graph, node, inner, first, second);
            }
            else if (node.Inputs.Count > 0 && Permutation(graph, node) is { } permutation && AxisOrder.Permute(node.Op, permutation) is { } op)
            {
                Sink(graph, node, op, permutation);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static void Compose(Graph graph, Node node, Node inner, Transpose first, Transpose second)
    {
        int[] both = Permutations.Compose(first.Permutation, second.Permutation);
        node.Inputs[0] = inner.X;
        node.Op = new Transpose(both);
        if (Permutations.IsIdentity(both))
        {
            graph.Replace(node, inner.X);
        }
    }

    /// <summary>The transpose to move to the other side, when that leaves no more transposes than before.</summary>
    private static int[]? Permutation(Graph graph, Node node)
    {
        Value[] data = node.Inputs.Take(AxisOrder.DataInputs(node)).Where(v => v is { IsConstant: false, Shape.Length: > 1 }).ToArray()!;
        if (data.Select(v => v.ProducedBy<Transpose>()).FirstOrDefault(t => t is not null) is not { Op: Transpose { Permutation: var permutation } }
            || permutation.Length != node.Outputs[0].Shape.Rank && node.Op is not Reduce)
        {
            return null;
        }

        bool channelsFirst = Permutations.IsToChannelsFirst(permutation);
        long with = data.Where(HasIt).Sum(v => v.Shape.Length);
        long without = data.Where(v => !HasIt(v)).Sum(v => v.Shape.Length);
        bool shared = data.Any(v => HasIt(v) && graph.SingleConsumer(v) is null);
        return without == 0 && (channelsFirst || !shared) || (channelsFirst && with >= without) ? permutation : null;

        bool HasIt(Value v) => v.ProducedBy<Transpose>() is { Op: Transpose transpose } && transpose.Permutation.SequenceEqual(permutation);
    }

    private static void Sink(Graph graph, Node node, Operator op, int[] permutation)
    {
        int[] inverse = Permutations.Inverse(permutation);
        for (int i = 0; i < AxisOrder.DataInputs(node); i++)
        {
            if (node.Inputs[i] is { Shape.Length: > 1 } v)
            {
                node.Inputs[i] = Untransposed(graph, node, v, permutation, inverse);
            }
        }

        int[] behind = AxisOrder.OutputPermutation(node.Op, permutation);
        int[] before = Permutations.Inverse(behind);
        for (int i = 0; i < AxisOrder.DataOutputs(node); i++)
        {
            graph.WrapOutput(node, i, new Transpose(behind), Permutations.Apply(node.Outputs[i].Type, before));
        }

        node.Op = op;
    }

    /// <summary>What the operand was before the transpose; for an operand that has none, its transpose back, with broadcast axes written out.</summary>
    private static Value Untransposed(Graph graph, Node node, Value value, int[] permutation, int[] inverse)
    {
        if (value.ProducedBy<Transpose>() is { Op: Transpose transpose } producer && transpose.Permutation.SequenceEqual(permutation))
        {
            return producer.X;
        }

        if (value.Shape.Rank < permutation.Length)
        {
            var full = new Shape(Enumerable.Repeat(1, permutation.Length - value.Shape.Rank).Concat(value.Shape.Dimensions));
            Quantization? q = value.Type.Quantization;
            var type = new TensorType(value.Type.Element, full, q is { IsPerTensor: false } ? q.WithAxis(q.Axis + full.Rank - value.Shape.Rank) : q);
            value = graph.InsertBefore(node, new Reshape(full), $"{value.Name}/aligned", [value], type);
        }

        return graph.InsertBefore(node, new Transpose(inverse), $"{value.Name}/transposed", [value], Permutations.Apply(value.Type, inverse));
    }
}
