using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>u8 codes to float.</summary>
internal sealed class DequantizeLayer(Node node, PlanContext context) : ConversionLayer(node, context, node.X.Type.Quantization!)
{
    public override string Kernel => "dequantize";

    protected override string Call => $"octavo::Quantizer.Dequantize(x, y, in loop, {Literal.Float(Codes.Scale)}, {Literal.Int(Codes.ZeroPoint)}, part, parts);";
}
