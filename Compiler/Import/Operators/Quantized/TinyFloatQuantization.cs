using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Elementwise;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>Quantize- and DequantizeLinear to and from floats of 8 bits and less, as the arithmetic that they stand for; scales may be computed at run time.</summary>
internal static class TinyFloatQuantization
{
    /// <summary>y = round(x / s), to the format's numbers</summary>
    public static Value Quantize(NodeContext node, Value x, ElementType element, int block)
    {
        Value scaled = node.Binary(BinaryKind.Div, node.Cast(x, ElementType.Float32), Scale(node, x, element, block));
        return CastImport.Convert(node, new Cast { Saturate = node.Attributes.Flag("saturate", absent: true) }, scaled, element);
    }

    /// <summary>y = x · s</summary>
    public static Value Dequantize(NodeContext node, Value x, ElementType real, int block) =>
        node.Cast(node.Binary(BinaryKind.Mul, node.Cast(x, ElementType.Float32), Scale(node, x, x.Type.Element, block)), real);

    /// <summary>The scale in float, in a shape that broadcasts to x.</summary>
    private static Value Scale(NodeContext node, Value x, ElementType element, int block)
    {
        if (element == ElementType.Float8E8M0)
        {
            throw new ImportException(ProblemKind.UnsupportedType, "numbers of type f8e8m0 are scales, not codes.");
        }

        if (node.Constant(2, "zero point")?.ToFloats().Any(z => z != 0) == true)
        {
            throw node.Invalid($"its zero point is not 0, the only one of {element.ShortName()}.");
        }

        return block == 0 ? ComputedQuantization.Parameter(node, 1, x.Shape) : BlockedQuantization.Scale(node, x, block);
    }
}
