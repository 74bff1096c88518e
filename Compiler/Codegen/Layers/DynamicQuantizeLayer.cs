using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The second half of a dynamic quantization: scale and zero point from the extremes, then the codes.</summary>
internal sealed class DynamicQuantizeLayer : Layer
{
    private readonly Loops _loops;

    public DynamicQuantizeLayer(Node node, PlanContext context, DynamicRangeLayer range)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View;
        Read("ranges", range.Ranges);
        View y = Write("y", context.View(node.Y)).View;
        Write("scale", context.View(node.Outputs[1]));
        Write("zeroPoint", context.View(node.Outputs[2]));
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public override string Kernel => "quantize dynamically";

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::DynamicQuantizer.Quantize(x, ranges, octavo::DynamicQuantizer.Shares(in loop), y, scale, zeroPoint, in loop, part, parts);");
    }
}
