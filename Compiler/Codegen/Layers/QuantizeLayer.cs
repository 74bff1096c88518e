namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Float to u8 codes; at a graph's border it also moves NCHW to NHWC, by its strides.</summary>
internal sealed class QuantizeLayer : Layer, IBorderLayer
{
    private readonly Loops _loops;

    public QuantizeLayer(Node node, PlanContext context)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public override string Kernel => "quantize";

    public Quantization Codes => Node.Y.Type.Quantization!;

    public override void WriteBody(CodeWriter code)
    {
        Clamp clamp = ((Quantize)Node.Op).Clamp ?? Clamp.Of(Node.Y.Type.Element);
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::Quantizer.Quantize(x, y, in loop, {Literal.Float(Codes.Scale)}, {Literal.Int(Codes.ZeroPoint)}, {Literal.Int(clamp.Low)}, {Literal.Int(clamp.High)}, part, parts);");
    }

    public void WriteCopyOfCodes(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line("octavo::Copy.Run(x, y, 1, in loop, part, parts);");
    }
}
