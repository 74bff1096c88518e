using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(Conv(DQ(x), DQ(w), b)) => Conv(x, w, b)</c> in integers. Without the Quantize, or when somebody else reads the float result:
/// <c>Conv(DQ(x), DQ(w), b) => Conv(x, w, b)</c> with integer accumulation and a float result and bias.
/// </summary>
internal static class AbsorbConvolutions
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Conv { Activation: null, Residual: null, Window.SpatialRank: 2 } conv && Takes(node))
            {
                Absorb(graph, node, conv);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static bool Takes(Node node) =>
        node.X.Codes() is { Type.Quantization.IsPerTensor: true }
        && node.Inputs[1].Codes() is { IsConstant: true, Type.Quantization: { Axis: 0 or -1 } }
        && Accumulators.IsConstant(node.Input(2));

    private static void Absorb(Graph graph, Node node, Conv conv)
    {
        Value x = node.X.Codes()!, w = node.Inputs[1].Codes()!;
        Value? bias = node.Input(2);
        if (graph.SingleByteQuantize(node.Y) is { } quantize)
        {
            Value? integers = bias is null ? null : Accumulators.QuantizeBias(bias, x.Type.Quantization!, w.Type.Quantization!, w.Shape[0]);
            if (bias is null || integers is not null)
            {
                var fused = conv with { Clamp = ((Quantize)quantize.Op).Clamp };
                graph.Replace(quantize, graph.InsertBefore(node, fused, node.Name, Rewriting.Trimmed(x, w, integers), quantize.Y.Type));
                return;
            }
        }

        graph.Replace(node, graph.InsertBefore(node, conv, node.Name, Rewriting.Trimmed(x, w, bias), node.Y.Type));
    }
}
