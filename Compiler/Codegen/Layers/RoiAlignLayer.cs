using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Bins of regions of float images.</summary>
internal sealed class RoiAlignLayer : Layer
{
    private readonly RoiAlign _op;

    public RoiAlignLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (RoiAlign)node.Op;
        Read("x", context.View(node.X));
        Read("regions", context.View(node.Inputs[1]!));
        Read("images", context.View(node.Inputs[2]!));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"float {(_op.Maximum ? "max" : "average")} of regions {_op.Height}x{_op.Width}";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        using (code.Block("var shape = new octavo::RoiShape", ";"))
        {
            code.Line($"Items = {Literal.Int(x[0])}, Channels = {Literal.Int(x[1])}, Height = {Literal.Int(x[2])}, Width = {Literal.Int(x[3])},");
            code.Line($"Regions = {Literal.Int(Node.Y.Shape[0])}, OutputHeight = {Literal.Int(_op.Height)}, OutputWidth = {Literal.Int(_op.Width)},");
            code.Line($"SamplingRatio = {Literal.Int(_op.SamplingRatio)}, SpatialScale = {Literal.Float(_op.SpatialScale)}, HalfPixel = {Literal.Bool(_op.HalfPixel)},");
        }

        code.Line($"octavo::FloatRoiAlign.Run(x, regions, images, y, in shape, {Literal.Bool(_op.Maximum)}, part, parts);");
    }
}
