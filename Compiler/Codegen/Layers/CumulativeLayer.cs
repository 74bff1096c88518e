using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Running sums or products along an axis.</summary>
internal sealed class CumulativeLayer : Layer
{
    private readonly Cumulative _op;

    public CumulativeLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Cumulative)node.Op;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"{Node.X.Type.Element.ShortName()} {_op.Name.ToLowerInvariant()}";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        string type = Node.X.Type.Element.CSharpName();
        string extents = $"{Literal.Int(x.Product(0, _op.Axis))}, {Literal.Int(x[_op.Axis])}, {Literal.Int(x.Product(_op.Axis + 1, x.Rank))}";
        code.Line($"octavo::Cumulative.Run<{type}, octavo::ElementReduce.{_op.Kind}<{type}>>(x, y, {extents}, {Literal.Bool(_op.Exclusive)}, {Literal.Bool(_op.Reverse)}, part, parts);");
    }
}
