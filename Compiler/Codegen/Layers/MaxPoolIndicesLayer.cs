using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Where the maxima of windows over floats lie.</summary>
internal sealed class MaxPoolIndicesLayer : Layer
{
    private readonly MaxPoolIndices _op;

    public MaxPoolIndicesLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (MaxPoolIndices)node.Op;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "float max indices";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        Window window = _op.Window;
        code.Line($"var window = new octavo::VolumeWindow({Literal.Int(x[0] * x[1])}, {Spatial(x.Dimensions.Skip(2), 1)}, {Spatial(Node.Y.Shape.Dimensions.Skip(2), 1)}, "
            + $"{Spatial(window.Kernel, 1)}, {Spatial(window.Strides, 1)}, {Spatial(window.Dilations, 1)}, {Spatial(window.PadsBegin, 0)});");
        code.Line($"octavo::FloatMaxPoolIndices.Run(x, y, in window, {Literal.Bool(_op.FirstAxisFastest)}, part, parts);");
    }

    /// <summary>Three spatial axes, of which an image lacks the first.</summary>
    private static string Spatial(IEnumerable<int> values, int absent)
    {
        int[] given = values.ToArray();
        return Literal.Ints(Enumerable.Repeat(absent, 3 - given.Length).Concat(given));
    }
}
