using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary><c>MatMul(a, b) + c => MatMul(a, b, c)</c> for a float product and a constant c, or one behind a Dequantize, with one value per column.</summary>
internal static class FuseMatMulBias
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Binary { Kind: BinaryKind.Add } && !node.Y.Type.IsQuantized && !Fuse(graph, node, 0))
            {
                Fuse(graph, node, 1);
            }
        }
    }

    private static bool Fuse(Graph graph, Node node, int index)
    {
        Value product = node.Inputs[index]!, bias = node.Inputs[1 - index]!;
        if (product.Producer is not { Op: MatMul { Activation: null, Residual: null } } matMul || matMul.Input(2) is not null
            || graph.SingleConsumer(product) != node || !product.Type.Equals(node.Y.Type)
            || !IsConstant(bias) || product.Shape.Rank == 0 || bias.Shape.Rank == 0 || matMul.Inputs[1]!.Shape.Rank < 2)
        {
            return false;
        }

        int columns = product.Shape[-1];
        if (bias.Shape.Length != columns || bias.Shape[-1] != columns)
        {
            return false;
        }

        if (bias.Shape.Rank != 1)
        {
            bias = graph.InsertBefore(node, new Reshape(new Shape(columns)), $"{bias.Name}/bias", [bias], bias.Type.Of(new Shape(columns)));
        }

        graph.Replace(node, graph.InsertBefore(node, matMul.Op, matMul.Name, [matMul.X, matMul.Inputs[1], bias], node.Y.Type));
        graph.Remove(matMul);
        return true;
    }

    private static bool IsConstant(Value value) => value.IsConstant || value.ProducedBy<Dequantize>() is { X.IsConstant: true };
}
