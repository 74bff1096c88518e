using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A binary operator, or PRelu with its slope, on two tensors of floats, with broadcasting.</summary>
internal sealed class FloatBinaryLayer : Layer
{
    private readonly string _operator;
    private readonly Loops _loops;

    public FloatBinaryLayer(Node node, PlanContext context)
        : base(node)
    {
        _operator = node.Op.Name;
        View a = Read("a", context.View(node.X)).View, b = Read("b", context.View(node.Inputs[1]!)).View;
        View y = Write("y", context.View(node.Y)).View;
        Shape shape = node.Y.Shape;
        _loops = new Loops(shape.Dimensions, Loops.Broadcast(a, shape), Loops.Broadcast(b, shape), y.Strides);
    }

    public static bool Fits(Node node) => node.Y.Type.Element == ElementType.Float32;

    public override string Kernel => "float " + _operator.ToLowerInvariant();

    public override Operand? InPlaceInput => Operands[0].View.Shape.Equals(Node.Y.Shape) ? Operands[0] : null;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::FloatBinary.Run<octavo::FloatBinary.{_operator}>(a, b, y, in loop, part, parts);");
    }
}
