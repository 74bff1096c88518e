using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Rows;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>Contributed operators whose results are plain integers, as ONNX's own operators on integers.</summary>
internal static class IntegerOperatorImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        QuantizedOperatorImport.Entry(new("MulInteger", Multiply)),
        QuantizedOperatorImport.Entry(new("ReduceSumInteger", Sum)),
        QuantizedOperatorImport.Entry(new("MatMulInteger16", Product)),
    ];

    /// <summary>(a − za)·(b − zb)</summary>
    private static Value Multiply(NodeContext node)
    {
        Value a = IntegerProducts.Codes(node, 0), b = IntegerProducts.Codes(node, 2);
        ElementRules.Common(node, a, b);
        return node.Binary(BinaryKind.Mul, Difference(node, a, 1), Difference(node, b, 3));
    }

    private static Value Difference(NodeContext node, Value codes, int zeroPoint)
    {
        Value x = node.Cast(codes, ElementType.Int32);
        return node.Optional(zeroPoint) is null ? x : node.Binary(BinaryKind.Sub, x, node.Reshape(node.Cast(node.Plain(zeroPoint), ElementType.Int32), Shape.Scalar));
    }

    /// <summary>Sums have the sign of what is summed.</summary>
    private static Value Sum(NodeContext node)
    {
        Value x = IntegerProducts.Codes(node, 0);
        x = node.Cast(x, x.Type.Element == ElementType.Int8 ? ElementType.Int32 : ElementType.UInt32);
        return node.Reduce(ReduceKind.Sum, x, ReductionImport.AxesAttribute(node, x.Shape.Rank), node.Attributes.Flag("keepdims", absent: true));
    }

    private static Value Product(NodeContext node)
    {
        Value a = node.Plain(0), b = node.Plain(1);
        return ElementRules.Common(node, a, b) == ElementType.Int16
            ? node.Emit(new MatMul(), node.Cast(a, ElementType.Int32), node.Cast(b, ElementType.Int32))
            : throw node.Invalid($"its operands are {a.Type.Element.ShortName()} instead of s16.");
    }
}
