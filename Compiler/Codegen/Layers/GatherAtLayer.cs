using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Elements or slices from positions: GatherElements and GatherND.</summary>
internal sealed class GatherAtLayer : Layer
{
    private readonly int _count;

    private GatherAtLayer(Node node, PlanContext context, View positions)
        : base(node)
    {
        _count = positions.Shape[0];
        Read("x", context.View(node.X));
        Read("positions", positions);
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "gather";

    public static IEnumerable<Layer> Create(Node node, PlanContext context)
    {
        (View positions, IEnumerable<Layer> layers) = IndexPositionsLayer.Create(node, context);
        return layers.Append(new GatherAtLayer(node, context, positions));
    }

    public override void WriteBody(CodeWriter code)
    {
        long slice = _count == 0 ? 0 : Node.Y.Shape.Length / _count;
        code.Line($"octavo::GatherAt.Run(x, positions, y, {Literal.Int(_count)}, {Literal.Int(slice)}, {Literal.Int(Node.Y.Type.Element.Size())}, part, parts);");
    }
}
