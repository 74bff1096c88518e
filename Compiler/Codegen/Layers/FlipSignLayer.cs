using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Signed codes to unsigned ones or back: every code moves by 128.</summary>
internal sealed class FlipSignLayer : Layer
{
    public FlipSignLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "flip sign";

    public override Operand? InPlaceInput => Operands[0];

    public override void WriteBody(CodeWriter code) =>
        code.Line($"octavo::FlipSign.Run((byte*)x, (byte*)y, {Literal.Int(Node.Y.Shape.Length)}, part, parts);");
}
