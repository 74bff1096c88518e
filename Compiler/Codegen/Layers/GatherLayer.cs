using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Slices of x along an axis, chosen by indices computed at run time.</summary>
internal sealed class GatherLayer : Layer
{
    private readonly int _axis;

    public GatherLayer(Node node, PlanContext context)
        : base(node)
    {
        _axis = ((Gather)node.Op).Axis;
        Read("x", context.View(node.X));
        Read("indices", context.View(node.Inputs[1]!));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "gather";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        long slice = x.Product(_axis + 1, x.Rank) * Node.X.Type.Element.Size();
        code.Line($"octavo::Gather.Run(x, indices, y, {Literal.Int(x.Product(0, _axis))}, {Literal.Int(x[_axis])}, {Literal.Int(Node.Inputs[1]!.Shape.Length)}, {Literal.Int(slice)}, part, parts);");
    }
}
