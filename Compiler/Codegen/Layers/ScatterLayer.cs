using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Updates written into a copy of a tensor: ScatterElements and ScatterND.</summary>
internal sealed class ScatterLayer : Layer
{
    private readonly int _count;

    private ScatterLayer(Node node, PlanContext context, View positions)
        : base(node)
    {
        _count = positions.Shape[0];
        Read("x", context.View(node.X));
        Read("positions", positions);
        Read("updates", context.View(node.Inputs[2]!));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "scatter";

    public static IEnumerable<Layer> Create(Node node, PlanContext context)
    {
        (View positions, IEnumerable<Layer> layers) = IndexPositionsLayer.Create(node, context);
        return layers.Append(new ScatterLayer(node, context, positions));
    }

    public override void WriteBody(CodeWriter code)
    {
        ScatterReduction reduction = Node.Op is ScatterElements elements ? elements.Reduction : ((ScatterNd)Node.Op).Reduction;
        ElementType element = Node.Y.Type.Element;
        // Replacing needs no arithmetic: types of one size share the code, and those without arithmetic have it too.
        string type = reduction == ScatterReduction.Replace ? Bits(element) : element.CSharpName();
        long slice = _count == 0 ? 0 : Node.Inputs[2]!.Shape.Length / _count;
        code.Line($"octavo::Scatter.Run<{type}, octavo::Scatter.{reduction}>(({type}*)x, positions, ({type}*)updates, ({type}*)y, {Literal.Int(Node.Y.Shape.Length)}, {Literal.Int(_count)}, {Literal.Int(slice)}, part, parts);");
    }

    private static string Bits(ElementType element) => element.Size() switch
    {
        1 => "byte",
        2 => "ushort",
        4 => "uint",
        _ => "ulong",
    };
}
