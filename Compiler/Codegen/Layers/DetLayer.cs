using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Determinants.</summary>
internal sealed class DetLayer : Layer
{
    public DetLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
        Write("scratch", context.Scratch(ElementType.Float64, (int)node.X.Shape.Length));
    }

    public override string Kernel => "determinant";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        code.Line($"octavo::Determinant.Run(x, y, scratch, {Literal.Int(x.Product(0, x.Rank - 2))}, {Literal.Int(x[-1])}, part, parts);");
    }
}
