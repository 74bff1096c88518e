using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A binary operator on two tensors of any one type, with broadcasting: what has no kernel over lanes of floats.</summary>
internal sealed class ElementBinaryLayer : Layer
{
    private readonly ElementType _element;
    private readonly Loops _loops;

    public ElementBinaryLayer(Node node, PlanContext context)
        : base(node)
    {
        View a = Read("a", context.View(node.X)).View, b = Read("b", context.View(node.Inputs[1]!)).View;
        View y = Write("y", context.View(node.Y)).View;
        Shape shape = node.Y.Shape;
        _element = node.X.Type.Element;
        _loops = new Loops(shape.Dimensions, Loops.Broadcast(a, shape), Loops.Broadcast(b, shape), y.Strides);
    }

    public static bool Fits(Node node) => ElementOperators.Binary(node.Op, node.X.Type.Element) is not null;

    public override string Kernel => $"{_element.ShortName()} {Node.Op.Name.ToLowerInvariant()}";

    public override Operand? InPlaceInput =>
        Operands[0].View.Shape.Equals(Node.Y.Shape) && _element.Size() == Node.Y.Type.Element.Size() ? Operands[0] : null;

    public override void WriteBody(CodeWriter code)
    {
        string type = ElementOperators.TypeName(_element), result = Node.Y.Type.Element.CSharpName();
        // And, Or and Xor of bool work on the bytes.
        bool bytes = Node.Y.Type.Element == ElementType.Bool && Node.Op is not Binary { Kind: >= BinaryKind.Equal and <= BinaryKind.GreaterOrEqual };
        string cast = _element == ElementType.Bool ? "(byte*)" : "";
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::ElementBinary.Run<{type}, {(bytes ? "byte" : result)}, {ElementOperators.Binary(Node.Op, _element)}>({cast}a, {cast}b, {(bytes ? "(byte*)" : "")}y, in loop, part, parts);");
    }
}
