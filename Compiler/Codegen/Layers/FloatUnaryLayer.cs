namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A function of each float.</summary>
internal sealed class FloatUnaryLayer : Layer
{
    private readonly Unary _op;
    private readonly Loops _loops;

    public FloatUnaryLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Unary)node.Op;
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public override string Kernel => "float " + _op.Kind.ToString().ToLowerInvariant();

    public override Operand? InPlaceInput => Operands[0];

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::FloatUnary.Run<octavo::FloatUnary.{_op.Kind}>(x, y, in loop, {Literal.Float(_op.Alpha)}, {Literal.Float(_op.Beta)}, part, parts);");
    }
}
