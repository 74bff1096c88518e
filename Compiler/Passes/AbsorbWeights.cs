using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>MatMul(x, DQ(w), c) => MatMulNBits(x, w, c)</c> and <c>Gather(DQ(w), i) => GatherBlockQuantized(w, i)</c> for float x and constant w of at most 8 bits, with a scale per block along the
/// reduction, or per column: weights stay codes in memory, and the results are those of the dequantized weights. <c>MatMul(DQ(x), DQ(w), c) => BlockMatMul(x, w, c)</c> for codes x of 8 bits with one scale: integer
/// sums within the blocks.
/// </summary>
internal static class AbsorbWeights
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is MatMul { IsDynamic: false, Residual: null } product && IsFloat(node.X) && IsFloat(node.Y) && Accumulators.IsConstant(node.Input(2)) && CodedMatrix.OfColumns(node.Inputs[1]!) is { } columns)
            {
                Value? codes = IntegerOperand(node, columns);
                Operator op = codes is null ? new MatMulNBits(columns.Block) { Activation = product.Activation } : new BlockMatMul(columns.Block) { Activation = product.Activation };
                Replace(graph, node, op, [codes ?? node.X, columns.Codes, columns.Scales, columns.Zeros, node.Input(2)]);
            }
            else if (node.Op is Gather { Axis: 0 } && IsFloat(node.Y) && CodedMatrix.OfRows(node.X) is { } rows)
            {
                Replace(graph, node, new GatherBlockQuantized(rows.Block), [rows.Codes, node.Inputs[1], rows.Scales, rows.Zeros]);
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>The codes of x, when the product with these columns is one of integers; null when it is one of floats.</summary>
    private static Value? IntegerOperand(Node node, CodedMatrix columns) =>
        node.X.Codes() is { Type.Quantization.IsPerTensor: true } codes && codes.Type.IsByte() && columns.SuitsIntegers ? codes : null;

    private static void Replace(Graph graph, Node node, Operator op, Value?[] inputs) =>
        graph.Replace(node, graph.InsertBefore(node, op, node.Name, Rewriting.Trimmed(inputs), node.Y.Type));

    private static bool IsFloat(Value value) => value.Type is { Element: ElementType.Float32, IsQuantized: false };
}
