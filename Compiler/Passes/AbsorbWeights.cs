using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>MatMul(x, DQ(w), c) => MatMulNBits(x, w, c)</c> and <c>Gather(DQ(w), i) => GatherBlockQuantized(w, i)</c> for float x and constant w of at most 8 bits, with a scale per block along the
/// reduction, or per column: weights stay codes in memory, and the results are those of the dequantized weights.
/// </summary>
internal static class AbsorbWeights
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is MatMul { IsDynamic: false, Residual: null } product && IsFloat(node.X) && IsFloat(node.Y) && CodedMatrix.OfColumns(node.Inputs[1]!) is { } columns)
            {
                Value?[] inputs = [node.X, columns.Codes, columns.Scales, columns.Zeros, node.Input(2)];
                Replace(graph, node, new MatMulNBits(columns.Block) { Activation = product.Activation }, inputs);
            }
            else if (node.Op is Gather { Axis: 0 } && IsFloat(node.Y) && CodedMatrix.OfRows(node.X) is { } rows)
            {
                Replace(graph, node, new GatherBlockQuantized(rows.Block), [rows.Codes, node.Inputs[1], rows.Scales, rows.Zeros]);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static void Replace(Graph graph, Node node, Operator op, Value?[] inputs) =>
        graph.Replace(node, graph.InsertBefore(node, op, node.Name, Rewriting.Trimmed(inputs), node.Y.Type));

    private static bool IsFloat(Value value) => value.Type is { Element: ElementType.Float32, IsQuantized: false };
}
