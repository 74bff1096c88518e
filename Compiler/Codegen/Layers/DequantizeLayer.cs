namespace Octavo.Compiler.Codegen.Layers;

/// <summary>u8 codes to float; at a graph's border it also moves NHWC to NCHW, by its strides.</summary>
internal sealed class DequantizeLayer : Layer, IBorderLayer
{
    private readonly Loops _loops;

    public DequantizeLayer(Node node, PlanContext context)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public override string Kernel => "dequantize";

    public Quantization Codes => Node.X.Type.Quantization!;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::Quantizer.Dequantize(x, y, in loop, {Literal.Float(Codes.Scale)}, {Literal.Int(Codes.ZeroPoint)}, part, parts);");
    }

    public void WriteCopyOfCodes(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line("octavo::Copy.Run(x, y, 1, in loop, part, parts);");
    }
}
