using System;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary><c>x * 0.5 * (1 + erf(x / sqrt(2))) => Gelu(x)</c>, the factors in any order: what exporters write for operator sets without the operator.</summary>
internal static class RecognizeGelu
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Unary { Kind: UnaryKind.Erf } && IsFloat(node.Y) && Scaled(node.X, Math.Sqrt(0.5)) is { } x
                && graph.SingleConsumer(node.Y) is { Op: Binary { Kind: BinaryKind.Add } } sum && IsNumber(Other(sum, node.Y), 1) && Product(graph, sum, x) is { } root)
            {
                graph.Replace(root, graph.InsertBefore(root, new Unary(UnaryKind.Gelu), root.Name, [x], root.Y.Type));
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>The node that has multiplied the sum by x and by 1/2.</summary>
    private static Node? Product(Graph graph, Node sum, Value x)
    {
        bool half = false, whole = false;
        Node top = sum;
        while (!(half && whole))
        {
            if (graph.SingleConsumer(top.Y) is not { } next || !next.Y.Shape.Equals(x.Shape))
            {
                return null;
            }

            bool isHalf = Scaled(next, 0.5) == top.Y;
            bool isWhole = next.Op is Binary { Kind: BinaryKind.Mul } && Other(next, top.Y) == x;
            bool isBoth = next.Op is Binary { Kind: BinaryKind.Mul } && Scaled(Other(next, top.Y), 0.5) == x;
            if (!(isHalf && !half) && !(isWhole && !whole) && !(isBoth && !half && !whole))
            {
                return null;
            }

            (half, whole, top) = (half || isHalf || isBoth, whole || isWhole || isBoth, next);
        }

        return top;
    }

    /// <summary>What the value is the multiple of, by this factor; null when it is none.</summary>
    private static Value? Scaled(Value value, double factor) => value.ProducedBy<Binary>() is { } node ? Scaled(node, factor) : null;

    private static Value? Scaled(Node node, double factor) => node.Op switch
    {
        Binary { Kind: BinaryKind.Div } when IsNumber(node.Inputs[1]!, 1 / factor) => node.X,
        Binary { Kind: BinaryKind.Mul } when IsNumber(node.Inputs[1]!, factor) => node.X,
        Binary { Kind: BinaryKind.Mul } when IsNumber(node.X, factor) => node.Inputs[1],
        _ => null,
    };

    private static Value Other(Node node, Value value) => node.Inputs[node.X == value ? 1 : 0]!;

    private static bool IsNumber(Value value, double number) =>
        value is { IsConstant: true, Shape.Length: 1 } && IsFloat(value) && Math.Abs(value.Data!.ToFloats()[0] - number) <= 1e-6 * number;

    private static bool IsFloat(Value value) => value.Type is { Element: ElementType.Float32, IsQuantized: false };
}
