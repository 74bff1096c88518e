using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Windows;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>Dynamic quantization: DynamicQuantizeLinear, the products of codes with zero points as operands, and what ONNX Runtime fuses them to.</summary>
internal static class DynamicQuantizationImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("DynamicQuantizeLinear", node => Quantize(node, node.Real(0))),
        new("MatMulInteger", MatMulInteger),
        new("ConvInteger", ConvInteger, "1 or 2 spatial axes, or a sum of no more than 258 products"),
        new("MatMulIntegerToFloat", MatMulIntegerToFloat) { Domain = OperatorTable.Microsoft, Until = 1 },
        new("DynamicQuantizeMatMul", DynamicQuantizeMatMul) { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    /// <summary>Codes, scale and zero point of a float tensor.</summary>
    public static IReadOnlyList<Value> Quantize(NodeContext node, Value x) =>
        x.Type.Element == ElementType.Float32
            ? node.EmitTypes(new DynamicQuantize(), [(ElementType.UInt8, null), (ElementType.Float32, null), (ElementType.UInt8, null)], x)
            : throw new ImportException(ProblemKind.UnsupportedType, $"values of type {x.Type.Element.ShortName()} cannot be quantized dynamically.");

    private static Value MatMulInteger(NodeContext node) =>
        IntegerProducts.MatMul(node, IntegerProducts.Codes(node, 0), Plain(node, 2), IntegerProducts.Codes(node, 1), Plain(node, 3));

    private static Value ConvInteger(NodeContext node)
    {
        Value x = IntegerProducts.Codes(node, 0), w = IntegerProducts.Codes(node, 1);
        (Window window, int group) = ConvolutionImport.Geometry(node, x, w, bias: null);
        return IntegerProducts.Conv(node, new Conv { Window = window, Group = group }, x, Plain(node, 2), w, Plain(node, 3));
    }

    /// <summary>Inputs: a, b, their scales, their zero points, a bias.</summary>
    private static Value MatMulIntegerToFloat(NodeContext node)
    {
        Value sum = IntegerProducts.MatMul(node, IntegerProducts.Codes(node, 0), Plain(node, 4), IntegerProducts.Codes(node, 1), Plain(node, 5));
        return Scaled(node, sum, node.Real(2), node.Real(3), node.Optional(6) is null ? null : node.Real(6));
    }

    /// <summary>Inputs: a in float, b, the scale and the zero point of b, a bias.</summary>
    private static Value DynamicQuantizeMatMul(NodeContext node)
    {
        IReadOnlyList<Value> a = Quantize(node, node.Real(0));
        Value sum = IntegerProducts.MatMul(node, a[0], a[2], IntegerProducts.Codes(node, 1), Plain(node, 3));
        return Scaled(node, sum, a[1], node.Real(2), node.Optional(4) is null ? null : node.Real(4));
    }

    /// <summary>float(sum) * (sa * sb) + bias</summary>
    public static Value Scaled(NodeContext node, Value sum, Value sa, Value sb, Value? bias)
    {
        ElementRules.Common(node, sa, sb, bias);
        Value real = node.Emit(new Cast(), sa.Type.Element, null, sum);
        Value y = node.Emit(new Binary(BinaryKind.Mul), real, node.Emit(new Binary(BinaryKind.Mul), sa, sb));
        return bias is null ? y : node.Emit(new Binary(BinaryKind.Add), y, bias);
    }

    private static Value? Plain(NodeContext node, int index) => node.Optional(index) is null ? null : node.Plain(index);
}
