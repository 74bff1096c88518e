namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Clip on floats.</summary>
internal sealed class FloatClipLayer : Layer
{
    private readonly Clip _op;
    private readonly Loops _loops;

    public FloatClipLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Clip)node.Op;
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public override string Kernel => "float clip";

    public override Operand? InPlaceInput => Operands[0];

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::FloatUnary.Run<octavo::FloatUnary.Clip>(x, y, in loop, {Literal.Float((float)_op.Low)}, {Literal.Float((float)_op.High)}, part, parts);");
    }
}
