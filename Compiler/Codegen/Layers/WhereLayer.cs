using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Elements of one tensor or another, chosen by a tensor of bools, with broadcasting.</summary>
internal sealed class WhereLayer : Layer
{
    private readonly Loops _loops;

    public WhereLayer(Node node, PlanContext context)
        : base(node)
    {
        View condition = Read("condition", context.View(node.X)).View;
        View a = Read("a", context.View(node.Inputs[1]!)).View, b = Read("b", context.View(node.Inputs[2]!)).View;
        View y = Write("y", context.View(node.Y)).View;
        Shape shape = node.Y.Shape;
        _loops = new Loops(shape.Dimensions, Loops.Broadcast(a, shape), Loops.Broadcast(b, shape), Loops.Broadcast(condition, shape), y.Strides);
    }

    public override string Kernel => "where";

    public override Operand? InPlaceInput => Operands[1].View.Shape.Equals(Node.Y.Shape) ? Operands[1] : null;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::Where.Run(condition, a, b, y, {Literal.Int(Node.Y.Type.Element.Size())}, in loop, part, parts);");
    }
}
