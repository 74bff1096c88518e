using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>QuantizeLinear and DequantizeLinear: the quantization becomes part of the type of the integer value.</summary>
internal static class QuantizationImport
{
    private const string Remark = "per tensor, per axis or in blocks; 8, 16 and 32 bits; computed scales, and floats of 8 bits and less, as float arithmetic";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("QuantizeLinear", Quantize, Remark),
        new("DequantizeLinear", Dequantize, Remark),
        new("QuantizeLinear", Quantize, Remark) { Domain = OperatorTable.Microsoft, Until = 1 },
        new("DequantizeLinear", Dequantize, Remark) { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    private static Value Quantize(NodeContext node)
    {
        // Saturation matters for floats of 8 bits only; the precision of the division is that of float here.
        node.Attributes.Ignore("saturate", "precision");
        Value x = node.Plain(0);
        if (!x.Type.Element.IsFloat() && x.Type.Element != ElementType.Int32)
        {
            throw new ImportException(ProblemKind.UnsupportedType, $"values of type {x.Type.Element.ShortName()} cannot be quantized.");
        }

        if (x.Type.Element == ElementType.Int32)
        {
            x = node.Emit(new Cast(), ElementType.Float32, null, x);
        }

        long declared = node.Attributes.Int("output_dtype", 0);
        ElementType result = node.Optional(2)?.Type.Element ?? (declared != 0 ? ElementRules.Of(node, declared) : ElementType.UInt8);
        if (result.IsTinyFloat())
        {
            return TinyFloatQuantization.Quantize(node, x, result, Block(node));
        }

        ElementType element = ElementRules.Codes(result);
        if (Block(node) is var block and not 0)
        {
            return BlockedQuantization.Quantize(node, x, element, block);
        }

        if (ComputedQuantization.IsMeant(node))
        {
            return ComputedQuantization.Quantize(node, x, element);
        }

        Quantization quantization = QuantizationReader.Along(node, 1, 2, element, x.Shape, QuantizationReader.Axis(node, x.Shape.Rank));
        if (quantization.Scales().Any(s => s == 0))
        {
            throw node.Unsupported("its scale is zero.");
        }

        return node.Emit(new Quantize(), element, quantization, x);
    }

    private static Value Dequantize(NodeContext node)
    {
        Value codes = node.Required(0);
        long declared = node.Attributes.Int("output_dtype", 0);
        ElementType element = declared != 0 ? ElementRules.Of(node, declared) : node.Required(1).Type.Element;
        if (codes.Type.Element.IsTinyFloat())
        {
            return TinyFloatQuantization.Dequantize(node, node.Plain(0), element, Block(node));
        }

        if (Block(node) is var block and not 0)
        {
            return BlockedQuantization.Dequantize(node, node.Plain(0), element, block);
        }

        if (ComputedQuantization.IsMeant(node))
        {
            return ComputedQuantization.Dequantize(node, node.Plain(0), element);
        }

        Quantization quantization = QuantizationReader.Along(
            node, 1, 2, codes.Type.Element, codes.Shape, QuantizationReader.Axis(node, codes.Shape.Rank));
        return node.Emit(new Dequantize(), element, null, node.View(codes, quantization));
    }

    private static int Block(NodeContext node) => checked((int)node.Attributes.Int("block_size", 0));
}
