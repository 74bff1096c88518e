using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A function of each element of a tensor of any type: what has no kernel over lanes of floats.</summary>
internal sealed class ElementUnaryLayer : Layer
{
    private readonly Unary _op;
    private readonly ElementType _element;
    private readonly Loops _loops;

    public ElementUnaryLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Unary)node.Op;
        _element = node.X.Type.Element;
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public static bool Fits(Node node) => ElementOperators.Unary(((Unary)node.Op).Kind, node.X.Type.Element) is not null;

    public override string Kernel => $"{_element.ShortName()} {_op.Name.ToLowerInvariant()}";

    public override Operand? InPlaceInput => _element.Size() == Node.Y.Type.Element.Size() ? Operands[0] : null;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::ElementUnary.Run<{_element.CSharpName()}, {Node.Y.Type.Element.CSharpName()}, {ElementOperators.Unary(_op.Kind, _element)}>(x, y, in loop, {Literal.Float(_op.Alpha)}, {Literal.Float(_op.Beta)}, part, parts);");
    }
}
