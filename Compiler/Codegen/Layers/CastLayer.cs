namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A conversion between element types.</summary>
internal sealed class CastLayer : Layer
{
    public CastLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"{Node.X.Type.Element.ShortName()} to {Node.Y.Type.Element.ShortName()}";

    public override void WriteBody(CodeWriter code) =>
        code.Line($"octavo::Casts.Run<{Node.X.Type.Element.CSharpName()}, {Node.Y.Type.Element.CSharpName()}>(x, y, {Literal.Int(Node.Y.Shape.Length)}, part, parts);");
}
