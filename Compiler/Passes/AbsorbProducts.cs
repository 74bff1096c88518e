using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(MatMul(DQ(a), DQ(b), c)) => MatMul(a, b, c)</c> in integers, b constant (then it may be quantized per column) or computed. Without the Quantize,
/// <c>MatMul(DQ(a), DQ(b), c) => MatMul(a, b, c)</c> with integer accumulation and a float result and bias.
/// </summary>
internal static class AbsorbProducts
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is MatMul { Activation: null, Residual: null } matMul && Takes(node))
            {
                Absorb(graph, node, matMul);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static bool Takes(Node node)
    {
        if (node.X.Codes() is not { Type.Quantization.IsPerTensor: true, Shape.Rank: >= 2 } || node.Inputs[1].Codes() is not { Shape.Rank: >= 2 } b)
        {
            return false;
        }

        bool perColumn = b is { IsConstant: true, Shape.Rank: 2, Type.Quantization.Axis: 1 };
        return (perColumn || b.Type.Quantization!.IsPerTensor) && Accumulators.IsConstant(node.Input(2));
    }

    private static void Absorb(Graph graph, Node node, MatMul matMul)
    {
        Value a = node.X.Codes()!, b = node.Inputs[1].Codes()!;
        Value? bias = node.Input(2);
        if (graph.SingleByteQuantize(node.Y) is { } quantize)
        {
            Value? integers = bias is null ? null : Accumulators.QuantizeBias(bias, a.Type.Quantization!, b.Type.Quantization!, b.Shape[-1]);
            if (bias is null || integers is not null)
            {
                var fused = matMul with { Clamp = ((Quantize)quantize.Op).Clamp };
                graph.Replace(quantize, graph.InsertBefore(node, fused, node.Name, Rewriting.Trimmed(a, b, integers), quantize.Y.Type));
                return;
            }
        }

        graph.Replace(node, graph.InsertBefore(node, matMul, node.Name, Rewriting.Trimmed(a, b, bias), node.Y.Type));
    }
}
