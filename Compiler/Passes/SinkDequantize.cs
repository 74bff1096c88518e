using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>move(DQ(x)) => DQ(move(x))</c> and <c>Concat(DQ(x), DQ(z)) => DQ(Concat(x, z))</c> when both mean the same: moving codes is cheaper, and the
/// Dequantize comes next to the operator that absorbs it. Operators that find extreme elements find them among codes: <c>Max(DQ(x)) => DQ(Max(x))</c>,
/// <c>ArgMax(DQ(x)) => ArgMax(x)</c>.
/// </summary>
internal static class SinkDequantize
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Concat)
            {
                SinkThroughConcat(graph, node);
            }
            else if (node.Op is ArgReduce or TopK or Reduce { Kind: ReduceKind.Min or ReduceKind.Max }
                && node.X.ProducedBy<Dequantize>()?.X is { Type.Quantization: { IsPerTensor: true, Scale: > 0 } } among)
            {
                SinkThroughSearch(graph, node, among);
            }
            else if (Movement.IsMovement(node) && node.X.ProducedBy<Dequantize>() is { } dequantize)
            {
                Sink(graph, node, dequantize.X);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static void Sink(Graph graph, Node node, Value codes)
    {
        Quantization quantization = codes.Type.Quantization!;
        var moved = node.Outputs.Select(y => Movement.Quantization(node, quantization, y.Shape)).ToList();
        if (moved.Contains(null) || !PadIsCode(node, codes.Type))
        {
            return;
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            graph.WrapOutput(node, i, new Dequantize(), new TensorType(codes.Type.Element, node.Outputs[i].Shape, moved[i]));
        }

        node.Inputs[0] = codes;
    }

    private static void SinkThroughSearch(Graph graph, Node node, Value codes)
    {
        if (node.Op is ArgReduce)
        {
            codes = graph.InsertBefore(node, new Reinterpret(), $"{codes.Name}/order", [codes], codes.Type with { Quantization = null });
        }
        else
        {
            graph.WrapOutput(node, 0, new Dequantize(), codes.Type.Of(node.Y.Shape));
        }

        node.Inputs[0] = codes;
    }

    /// <summary>Constant padding must mean a number that has a code.</summary>
    private static bool PadIsCode(Node node, TensorType type) =>
        node.Op is not Pad { Mode: PadMode.Constant } pad
        || (type.Quantization is { IsPerTensor: true } q && (Rewriting.CodeOf(pad.Value, type) - q.ZeroPoint) * q.Scale == (float)pad.Value);

    private static void SinkThroughConcat(Graph graph, Node node)
    {
        var codes = node.Inputs.Select(v => v.ProducedBy<Dequantize>()?.X).ToList();
        if (codes[0]?.Type is not { Quantization.IsPerTensor: true } first || codes.Exists(c => c is null || !c.Type.SameCodes(first)))
        {
            return;
        }

        graph.WrapOutput(node, 0, new Dequantize(), first.Of(node.Y.Shape));
        for (int i = 0; i < codes.Count; i++)
        {
            node.Inputs[i] = codes[i];
        }
    }
}
