using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>d / sqrt(mean(d * d) + epsilon) [* scale] [+ bias] => LayerNormalization(x, scale, bias)</c> with <c>d = x - mean(x)</c>, or RMSNormalization when d
/// is no such difference: what exporters write for operator sets without the operator. The means run over the last axes.
/// </summary>
internal static class RecognizeNormalizations
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Binary { Kind: BinaryKind.Div or BinaryKind.Mul } && IsFloat(node.Y) && Match(node) is { } match)
            {
                Rewrite(graph, node, match.X, match.Op);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static (Value X, LayerNormalization Op)? Match(Node node)
    {
        foreach (bool swapped in new[] { false, true })
        {
            Value d = node.Inputs[swapped ? 1 : 0]!, divisor = node.Inputs[swapped ? 0 : 1]!;
            Node? deviation = node.Op is Binary { Kind: BinaryKind.Div }
                ? (swapped ? null : Unary(divisor, UnaryKind.Sqrt))
                : Unary(divisor, UnaryKind.Reciprocal) is { } inverse ? Unary(inverse.X, UnaryKind.Sqrt) : null;
            if (deviation is not null && Variance(deviation.X, out float epsilon) is { } variance && IsSquare(variance.X, d)
                && FirstAxis(variance, d) is { } axis)
            {
                return Centre(d, axis) is { } x ? (x, new LayerNormalization(axis, epsilon)) : (d, new LayerNormalization(axis, epsilon) { Centred = false });
            }
        }

        return null;
    }

    /// <summary>The mean behind <c>mean + epsilon</c>.</summary>
    private static Node? Variance(Value sum, out float epsilon)
    {
        epsilon = 0;
        if (Binary(sum, BinaryKind.Add) is not { } add)
        {
            return null;
        }

        Value? constant = add.Inputs.FirstOrDefault(v => v is { IsConstant: true, Shape.Length: 1 });
        epsilon = constant?.Data!.ToFloats()[0] ?? 0;
        return constant is null ? null : add.Inputs.First(v => v != constant).ProducedBy<Reduce>();
    }

    private static bool IsSquare(Value value, Value of) => Binary(value, BinaryKind.Mul) is { } square && square.Inputs[0] == of && square.Inputs[1] == of;

    /// <summary>The first of the last axes when the node is a mean over all of these, which keeps them.</summary>
    private static int? FirstAxis(Node node, Value x)
    {
        int rank = x.Shape.Rank;
        return node.Op is Reduce { Kind: ReduceKind.Mean, KeepDims: true } mean && mean.Axes.SequenceEqual(Enumerable.Range(rank - mean.Axes.Length, mean.Axes.Length))
            ? rank - mean.Axes.Length
            : null;
    }

    /// <summary>The x of <c>x - mean(x)</c>, the mean being over the same axes.</summary>
    private static Value? Centre(Value d, int axis) =>
        Binary(d, BinaryKind.Sub) is { } difference && difference.Inputs[1].ProducedBy<Reduce>() is { } mean && mean.X == difference.X && FirstAxis(mean, mean.X) == axis
            ? difference.X
            : null;

    /// <summary>The scale and the bias behind the quotient join it.</summary>
    private static void Rewrite(Graph graph, Node node, Value x, LayerNormalization op)
    {
        Value? scale = null, bias = null;
        Node last = node;
        if (Parameter(graph, node, BinaryKind.Mul) is { } product)
        {
            (last, scale) = product;
        }

        if (Parameter(graph, last, BinaryKind.Add) is { } sum && (scale is null || scale.Shape.Equals(sum.Parameter.Shape)))
        {
            (last, bias) = sum;
        }

        graph.Replace(last, graph.InsertBefore(last, op, last.Name, Rewriting.Trimmed(x, scale, bias), last.Y.Type));
    }

    private static (Node Node, Value Parameter)? Parameter(Graph graph, Node node, BinaryKind kind) =>
        graph.SingleConsumer(node.Y) is { Op: Binary { Clamp: null } binary } next && binary.Kind == kind && next.Y.Shape.Equals(node.Y.Shape)
        && next.Inputs.FirstOrDefault(v => v != node.Y) is { IsConstant: true } parameter && LayerNormalization.Fits(parameter.Shape, node.Y.Shape) && IsFloat(parameter)
            ? (next, parameter)
            : null;

    private static Node? Binary(Value? value, BinaryKind kind) => value.ProducedBy<Binary>() is { Op: Binary binary } node && binary.Kind == kind ? node : null;

    private static Node? Unary(Value? value, UnaryKind kind) => value.ProducedBy<Unary>() is { Op: Unary unary } node && unary.Kind == kind ? node : null;

    private static bool IsFloat(Value value) => value.Type is { Element: ElementType.Float32, IsQuantized: false };
}
