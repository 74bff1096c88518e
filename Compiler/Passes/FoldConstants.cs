using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>op(constants) => constant</c>, evaluated by the reference. Dequantized constants are left alone until everything that takes codes has taken them.
/// </summary>
internal static class FoldConstants
{
    public static void Run(Graph graph) => Fold(graph, dequantize: false);

    /// <summary>Folds dequantized constants too.</summary>
    public static void RunLast(Graph graph) => Fold(graph, dequantize: true);

    private static void Fold(Graph graph, bool dequantize)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Inputs.All(v => v is null or { IsConstant: true }) && node.Inputs.Count > 0 && (dequantize || node.Op is not (Dequantize or DequantizeBlocks)))
            {
                Fold(graph, node);
            }
        }
    }

    private static void Fold(Graph graph, Node node)
    {
        IReadOnlyList<Operand?> operands = node.Inputs.Select(v => v is null ? null : new Operand(v.Data!, v.Type.Quantization)).ToArray();
        TensorData[] results = Evaluator.Evaluate(node.Op, operands, node.Outputs.Select(v => v.Type).ToArray());
        for (int i = 0; i < results.Length; i++)
        {
            Value y = node.Outputs[i];
            graph.ReplaceUses(y, new Value(y.Name, results[i], y.Type.Quantization));
        }

        graph.Remove(node);
    }
}
