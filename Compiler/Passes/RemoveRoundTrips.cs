using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(DQ(x)) => x</c> when both mean the same, which gives every code back; with a fused clamp, <c>Lookup(x)</c>. Pairs that differ round twice and
/// become tables later.
/// </summary>
internal static class RemoveRoundTrips
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Quantize quantize && node.X.ProducedBy<Dequantize>() is { } dequantize && dequantize.X.Type.Equals(node.Y.Type)
                && (quantize.Clamp is null || node.Y.Type.IsByte()))
            {
                Value codes = dequantize.X;
                graph.Replace(node, quantize.Clamp is { } clamp
                    ? graph.InsertBefore(node, Rewriting.TableOf(clamp, codes.Type.Element), node.Name, [codes], codes.Type)
                    : codes);
            }
        }

        graph.RemoveDeadNodes();
    }
}
