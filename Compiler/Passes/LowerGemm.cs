using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Gemm(a, b, c) => MatMul(aᵀ, alpha * bᵀ, beta * c)</c> when c is one value per column, otherwise <c>MatMul(…) + beta * c</c>. Factors go into the
/// scales of quantized operands, which leaves their codes alone.
/// </summary>
internal static class LowerGemm
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Gemm gemm)
            {
                if (node.X.Type.IsQuantized)
                {
                    LowerQuantized(graph, node, gemm);
                }
                else
                {
                    LowerFloat(graph, node, gemm);
                }
            }
        }
    }

    private static void LowerFloat(Graph graph, Node node, Gemm gemm)
    {
        Value a = gemm.TransA ? Transposed(graph, node, node.X) : node.X;
        Value b = Scaled(graph, node, node.Inputs[1]!, gemm.Alpha);
        b = gemm.TransB ? Transposed(graph, node, b) : b;
        Value? c = gemm.Beta == 0 ? null : node.Input(2);
        c = c is null ? null : Scaled(graph, node, c, gemm.Beta);
        int columns = node.Y.Shape[1];
        Value? bias = c is null ? null : Accumulators.Vector(graph, node, c, columns);
        Value y = graph.InsertBefore(node, new MatMul(), node.Name, Rewriting.Trimmed(a, b, bias), node.Y.Type);
        if (c is not null && bias is null)
        {
            y = graph.InsertBefore(node, new Binary(BinaryKind.Add), $"{node.Name}/sum", [y, c], node.Y.Type);
        }

        graph.Replace(node, y);
    }

    /// <summary>
    /// The multiplier of a quantized Gemm is fp32 <c>(alpha * sa) * sb</c>: giving a the scale 1 and b that product makes a MatMul's <c>sa * sb</c> the same
    /// number. A c that is not one value per column stays a Gemm.
    /// </summary>
    private static void LowerQuantized(Graph graph, Node node, Gemm gemm)
    {
        Value? c = node.Input(2);
        int columns = node.Y.Shape[1];
        Value? bias = c is null ? null : Accumulators.Vector(graph, node, c, columns);
        if (!node.X.Type.Quantization!.IsPerTensor || (c is not null && bias is null))
        {
            return;
        }

        Value a = gemm.TransA ? Transposed(graph, node, node.X) : node.X;
        Value b = gemm.TransB ? Transposed(graph, node, node.Inputs[1]!) : node.Inputs[1]!;
        if (gemm.Alpha != 1)
        {
            Quantization qa = a.Type.Quantization!, qb = b.Type.Quantization!;
            float left = gemm.Alpha * qa.Scale;
            float[] product = qb.Scales().Select(sb => left * sb).ToArray();
            a = Rescaled(graph, node, a, new Quantization(1, qa.ZeroPoint));
            b = Rescaled(graph, node, b, new Quantization(product, qb.ZeroPoints(), qb.Axis));
        }

        graph.Replace(node, graph.InsertBefore(node, new MatMul(), node.Name, Rewriting.Trimmed(a, b, bias), node.Y.Type));
    }

    private static Value Transposed(Graph graph, Node node, Value matrix) => graph.InsertBefore(
        node, new Transpose([1, 0]), $"{matrix.Name}/transposed", [matrix], Permutations.Apply(matrix.Type, [1, 0]));

    private static Value Scaled(Graph graph, Node node, Value value, float factor)
    {
        if (factor == 1)
        {
            return value;
        }

        if (factor > 0 && value.ProducedBy<Dequantize>() is { } dequantize)
        {
            Quantization q = dequantize.X.Type.Quantization!;
            Value codes = Rescaled(graph, node, dequantize.X, new Quantization(q.Scales().Select(s => s * factor).ToArray(), q.ZeroPoints(), q.Axis));
            return graph.InsertBefore(node, new Dequantize(), $"{value.Name}/scaled", [codes], value.Type);
        }

        var constant = new Value($"{node.Name}/factor", TensorData.Floats(Shape.Scalar, factor));
        return graph.InsertBefore(node, new Binary(BinaryKind.Mul), $"{value.Name}/scaled", [value, constant], value.Type);
    }

    private static Value Rescaled(Graph graph, Node node, Value codes, Quantization quantization) => graph.InsertBefore(
        node, new Reinterpret(), $"{codes.Name}/rescaled", [codes], codes.Type with { Quantization = quantization });
}
