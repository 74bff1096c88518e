using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(DQ(x)) => x</c> when both mean the same, which gives every code back; with a fused clamp, <c>Clip(x)</c> on codes. Pairs that differ round twice and
/// become tables later.
/// </summary>
internal static class RemoveRoundTrips
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Quantize quantize && node.X.ProducedBy<Dequantize>() is { } dequantize && dequantize.X.Type.Equals(node.Y.Type))
            {
                Value codes = dequantize.X;
                graph.Replace(node, quantize.Clamp is { } clamp
                    ? graph.InsertBefore(node, new Clip(clamp.Low, clamp.High), node.Name, [codes], codes.Type)
                    : codes);
            }
        }

        graph.RemoveDeadNodes();
    }
}
