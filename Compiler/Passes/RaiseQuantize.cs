using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(move(x)) => move(Q(x))</c>, <c>Q(Concat(x, z)) => Concat(Q(x), Q(z))</c> and <c>Q(Clip(x)) => Q{clamp}(x)</c>, until the Quantize follows the operator
/// that absorbs it. Quantize is increasing, so a Clip before it is a clamp of codes after it.
/// </summary>
internal static class RaiseQuantize
{
    public static void Run(Graph graph)
    {
        // Backwards, so that a Quantize raised above one operator meets the next one later.
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            bool rewritten = node.Op switch
            {
                Unary { Kind: UnaryKind.Relu } => FuseClip(graph, node, 0, double.PositiveInfinity),
                Clip clip => FuseClip(graph, node, clip.Low, clip.High),
                Concat => Raise(graph, node, Enumerable.Range(0, node.Inputs.Count).ToArray()),
                _ => Movement.IsMovement(node) && Raise(graph, node, [0]),
            };
            if (rewritten)
            {
                // New nodes may follow the present one's place.
                i = System.Math.Min(graph.Nodes.Count, i + node.Inputs.Count + 1);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static bool FuseClip(Graph graph, Node node, double low, double high)
    {
        var readers = graph.Consumers(node.Y);
        if (node.X.Type.IsQuantized || readers.Count == 0 || graph.IsOutput(node.Y) || readers.Exists(r => r.Op is not Quantize || r.Y.Type.Quantization is not { IsPerTensor: true, Scale: > 0 }))
        {
            return false;
        }

        foreach (Node reader in readers)
        {
            TensorType type = reader.Y.Type;
            var inner = new Clamp(Rewriting.CodeOf(low, type), Rewriting.CodeOf(high, type));
            var quantize = (Quantize)reader.Op;
            reader.Op = quantize with { Clamp = (quantize.Clamp ?? Clamp.Of(type.Element)).Intersect(inner) };
            reader.Inputs[0] = node.X;
        }

        graph.Remove(node);
        return true;
    }

    private static bool Raise(Graph graph, Node node, int[] dataInputs)
    {
        var readers = node.Outputs.Select(graph.SingleConsumer).ToList();
        if (readers[0] is not { Op: Quantize quantize } first || node.X.Type.Element != ElementType.Float32 || first.Y.Type.Quantization is not { IsPerTensor: true, Scale: > 0 }
            || readers.Exists(r => r is null || !r.Op.Equals(quantize) || !r.Y.Type.SameCodes(first.Y.Type))
            || (node.Op is Pad { Mode: PadMode.Constant } && quantize.Clamp is not null))
        {
            return false;
        }

        foreach (int input in dataInputs)
        {
            graph.WrapInput(node, input, quantize, first.Y.Type.Of(node.Inputs[input]!.Shape), dataInputs.Length == 1 ? first.Name : null);
        }

        for (int i = 0; i < readers.Count; i++)
        {
            node.Outputs[i].Type = readers[i]!.Y.Type;
            graph.Replace(readers[i]!, node.Outputs[i]);
        }

        return true;
    }
}
