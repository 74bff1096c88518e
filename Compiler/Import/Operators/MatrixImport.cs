using System.Collections.Generic;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Matrix products: MatMul and Gemm, and their quantized forms as the same operators on quantized types.</summary>
internal static class MatrixImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("MatMul", MatMul),
        new("Gemm", Gemm) { Since = 7 },
        new("QLinearMatMul", QLinearMatMul, "a per tensor, b per tensor or per column"),
        new("QGemm", QGemm, "A per tensor, B per tensor or per column") { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    private static Value MatMul(NodeContext node)
    {
        Value a = node.Real(0), b = node.Real(1);
        ElementRules.Common(node, a, b);
        return node.Emit(new MatMul(), a, b);
    }

    private static Value Gemm(NodeContext node)
    {
        Value a = node.Real(0), b = node.Real(1);
        Value? c = node.Optional(2) is null ? null : node.Real(2);
        ElementRules.Common(node, a, b, c);
        return node.Emit(Operator(node, node.Attributes.Float("beta", 1)), a, b, c);
    }

    private static Value QLinearMatMul(NodeContext node)
    {
        Value a = QuantizationReader.Operand(node, 0);
        Value b = node.Required(3);
        b = node.View(b, QuantizationReader.Along(node, 4, 5, b.Type.Element, b.Shape, b.Shape.Rank - 1));
        ElementType element = QuantizationReader.ElementOf(node, 7);
        return node.Emit(new MatMul(), element, QuantizationReader.PerTensor(node, 6, 7, element), a, b);
    }

    /// <summary>Without a scale for the result, the result is float.</summary>
    private static Value QGemm(NodeContext node)
    {
        Gemm op = Operator(node, beta: 1);
        Value a = QuantizationReader.Operand(node, 0);
        Value b = node.Required(3);
        b = node.View(b, QuantizationReader.Along(node, 4, 5, b.Type.Element, b.Shape, op.TransB ? 0 : 1));
        Value? c = node.Optional(6) is null ? null : node.Plain(6);
        if (c is not null && c.Type.Element != ElementType.Int32)
        {
            throw node.Invalid($"C is {c.Type.Element.ShortName()} instead of s32.");
        }

        if (node.Optional(7) is null)
        {
            return node.Emit(op, ElementType.Float32, null, a, b, c);
        }

        ElementType element = QuantizationReader.ElementOf(node, 8);
        return node.Emit(op, element, QuantizationReader.PerTensor(node, 7, 8, element), a, b, c);
    }

    private static Gemm Operator(NodeContext node, float beta) =>
        new(node.Attributes.Float("alpha", 1), beta, node.Attributes.Flag("transA"), node.Attributes.Flag("transB"));
}
