namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A binary operator, or PRelu with its slope, on two tensors of one unquantized type, with broadcasting.</summary>
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

    /// <summary>Single precision, and integers of any size.</summary>
    public static bool Fits(Node node) => node.Y.Type.Element == ElementType.Float32 || !(node.Y.Type.Element.IsFloat() || node.Y.Type.Element == ElementType.Bool);

    public override string Kernel => (Node.Y.Type.Element == ElementType.Float32 ? "float " : "") + _operator.ToLowerInvariant();

    public override Operand? InPlaceInput => Operands[0].View.Shape.Equals(Node.Y.Shape) ? Operands[0] : null;

    public override void WriteBody(CodeWriter code)
    {
        string kernel = Node.Y.Type.Element == ElementType.Float32 ? "FloatBinary" : "IntegerBinary";
        string types = Node.Y.Type.Element == ElementType.Float32 ? "" : Node.Y.Type.Element.CSharpName() + ", ";
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::{kernel}.Run<{types}octavo::{kernel}.{_operator}>(a, b, y, in loop, part, parts);");
    }
}
