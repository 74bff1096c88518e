using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Matrices;

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
        Value a = node.Plain(0), b = node.Plain(1);
        return ElementRules.Common(node, a, b) == ElementType.Bool ? throw node.Invalid("its operands are bool.") : node.Emit(new MatMul(), a, b);
    }

    /// <summary>Types that have no Gemm of their own get the product and the sum apart.</summary>
    private static Value Gemm(NodeContext node)
    {
        Value a = node.Plain(0), b = node.Plain(1);
        Value? c = node.Optional(2) is null ? null : node.Plain(2);
        ElementType element = ElementRules.Common(node, a, b, c);
        Gemm op = Operator(node, node.Attributes.Float("beta", 1));
        if (element.IsFloat() && element != ElementType.Float64)
        {
            return node.Emit(op, a, b, c);
        }

        if (!element.IsFloat() && (op.Alpha != System.Math.Floor(op.Alpha) || op.Beta != System.Math.Floor(op.Beta)))
        {
            throw node.Unsupported($"it multiplies integers by {op.Alpha} and {op.Beta}.");
        }

        op.InferShapes([a.Shape, b.Shape, c?.Shape]);
        Value product = Products.Scale(node, node.Emit(new MatMul(), Matrix(a, op.TransA), Matrix(b, op.TransB)), op.Alpha);
        return c is null || op.Beta == 0 ? product : node.Emit(new Binary(BinaryKind.Add), product, Products.Scale(node, c, op.Beta));

        Value Matrix(Value x, bool transposed) => transposed ? TransposeImport.Emit(node, x, [1, 0]) : x;
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
