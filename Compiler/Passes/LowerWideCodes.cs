using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>DQ(Q(x)) => round(clip(x / s)) * s</c> for 16-bit codes, which have no kernels; <c>Q(x) => Cast(round(clip(x / s)) + z)</c> and
/// <c>DQ(c) => (Cast(c) - z) * s</c> where the codes themselves are wanted. The bits are those of Quantize and Dequantize.
/// </summary>
internal static class LowerWideCodes
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Dequantize && IsWide(node.X.Type) && node.Y.Type.Element == ElementType.Float32)
            {
                LowerDequantize(graph, node);
            }
        }

        graph.RemoveDeadNodes();
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Quantize && IsWide(node.Y.Type) && node.X.Type.Element == ElementType.Float32)
            {
                LowerQuantize(graph, node);
            }
        }
    }

    private static bool IsWide(TensorType type) => type is { Element: ElementType.UInt16 or ElementType.Int16, Quantization.IsPerTensor: true };

    private static void LowerDequantize(Graph graph, Node node)
    {
        Quantization quantization = node.X.Type.Quantization!;
        Value steps;
        if (node.X.ProducedBy<Quantize>() is { } quantize && quantize.X.Type.Element == ElementType.Float32)
        {
            steps = Rounded(graph, node, quantize);
        }
        else
        {
            Value raw = graph.InsertBefore(node, new Reinterpret(), $"{node.Name}/codes", [node.X], node.X.Type with { Quantization = null });
            Value code = graph.InsertBefore(node, new Cast(), $"{node.Name}/cast", [raw], node.Y.Type);
            steps = Apply(graph, node, BinaryKind.Sub, code, quantization.ZeroPoint);
        }

        graph.Replace(node, Apply(graph, node, BinaryKind.Mul, steps, quantization.Scale));
    }

    private static void LowerQuantize(Graph graph, Node node)
    {
        Value code = Apply(graph, node, BinaryKind.Add, Rounded(graph, node, node), node.Y.Type.Quantization!.ZeroPoint);
        Value raw = graph.InsertBefore(node, new Cast(), $"{node.Name}/codes", [code], node.Y.Type with { Quantization = null });
        graph.Replace(node, graph.InsertBefore(node, new Reinterpret(), node.Name, [raw], node.Y.Type));
    }

    /// <summary>The code minus the zero point, in float: 16-bit integers are exact there.</summary>
    private static Value Rounded(Graph graph, Node before, Node quantize)
    {
        TensorType type = quantize.Y.Type;
        Quantization quantization = type.Quantization!;
        Clamp range = ((Quantize)quantize.Op).Clamp ?? Clamp.Of(type.Element);
        Value scaled = Apply(graph, before, BinaryKind.Div, quantize.X, quantization.Scale);
        var clip = new Clip(range.Low - quantization.ZeroPoint, range.High - quantization.ZeroPoint);
        Value clipped = graph.InsertBefore(before, clip, $"{quantize.Name}/clipped", [scaled], scaled.Type);
        return graph.InsertBefore(before, new Unary(UnaryKind.Round), $"{quantize.Name}/rounded", [clipped], scaled.Type);
    }

    private static Value Apply(Graph graph, Node before, BinaryKind kind, Value x, float constant) => graph.InsertBefore(
        before, new Binary(kind), $"{before.Name}/{kind}", [x, new Value($"{before.Name}/constant", TensorData.Floats(Shape.Scalar, constant))], x.Type);
}
