namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A binary operator on two tensors of one unquantized type, with broadcasting.</summary>
internal sealed class FloatBinaryLayer : Layer
{
    private readonly Binary _op;
    private readonly Loops _loops;

    public FloatBinaryLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Binary)node.Op;
        View a = Read("a", context.View(node.X)).View, b = Read("b", context.View(node.Inputs[1]!)).View;
        View y = Write("y", context.View(node.Y)).View;
        Shape shape = node.Y.Shape;
        _loops = new Loops(shape.Dimensions, Loops.Broadcast(a, shape), Loops.Broadcast(b, shape), y.Strides);
    }

    public override string Kernel => (Node.Y.Type.Element == ElementType.Float32 ? "float " : "") + _op.Kind.ToString().ToLowerInvariant();

    public override Operand? InPlaceInput => Operands[0].View.Shape.Equals(Node.Y.Shape) ? Operands[0] : null;

    public override void WriteBody(CodeWriter code)
    {
        string kernel = Node.Y.Type.Element == ElementType.Float32 ? "FloatBinary" : "IntegerBinary";
        string types = Node.Y.Type.Element == ElementType.Float32 ? "" : Node.Y.Type.Element.CSharpName() + ", ";
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::{kernel}.Run<{types}octavo::{kernel}.{_op.Kind}>(a, b, y, in loop, part, parts);");
    }
}
