using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(op(DQ(x))) => op(x)</c>, also with one conversion alone, for operators that are computed in float as the graph says but whose kernels read and write codes:
/// LayerNormalization and Interpolate. <c>Interpolate(Interpolate(x)) => PlaneInterpolate(x)</c> when the axes are neighbours, so that the floats in between
/// stay in registers, too.
/// </summary>
internal static class AbsorbConversions
{
    /// <summary>Taps of two axes together: what both axes cost when the sums along the first one are not kept.</summary>
    private const int MostTaps = 16;

    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Interpolate second && IsFloat(node.Y))
            {
                Join(graph, node, second);
            }

            if (node.Op is LayerNormalization or Interpolate or PlaneInterpolate && IsFloat(node.Y))
            {
                Absorb(graph, node);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static void Join(Graph graph, Node node, Interpolate second)
    {
        if (node.X.ProducedBy<Interpolate>() is { Op: Interpolate first } inner && graph.SingleConsumer(inner.Y) == node
            && System.Math.Abs(first.Axis - second.Axis) == 1 && first.Taps * second.Taps <= MostTaps
            && inner.X.Type.IsQuantized && graph.SingleByteQuantize(node.Y) is not null)
        {
            node.Op = new PlaneInterpolate(first, second);
            node.Inputs[0] = inner.X;
            graph.Remove(inner);
        }
    }

    private static void Absorb(Graph graph, Node node)
    {
        if (node.X.Codes() is { Type.Quantization.IsPerTensor: true } codes)
        {
            node.Inputs[0] = codes;
        }

        if (graph.SingleByteQuantize(node.Y) is { } quantize)
        {
            Value y = graph.InsertBefore(node, node.Op, node.Name, node.Inputs, quantize.Y.Type);
            if (((Quantize)quantize.Op).Clamp is { } range)
            {
                y = graph.InsertBefore(node, Rewriting.TableOf(range, quantize.Y.Type.Element), quantize.Name, [y], quantize.Y.Type);
            }

            graph.Replace(quantize, y);
        }
    }

    private static bool IsFloat(Value value) => value.Type is { Element: ElementType.Float32, IsQuantized: false };
}
