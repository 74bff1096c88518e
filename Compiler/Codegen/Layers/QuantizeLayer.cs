using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Float to u8 codes.</summary>
internal sealed class QuantizeLayer(Node node, PlanContext context) : ConversionLayer(node, context, node.Y.Type.Quantization!)
{
    public override string Kernel => "quantize";

    protected override string Call
    {
        get
        {
            Clamp clamp = ((Quantize)Node.Op).Clamp ?? Clamp.Of(Node.Y.Type.Element);
            return $"octavo::Quantizer.Quantize(x, y, in loop, {Literal.Float(Codes.Scale)}, {Literal.Int(Codes.ZeroPoint)}, {Literal.Int(clamp.Low)}, {Literal.Int(clamp.High)}, part, parts);";
        }
    }
}
