using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Samples float images or volumes at the points of a grid.</summary>
internal sealed class GridSampleLayer : Layer
{
    private readonly GridSample _op;

    public GridSampleLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (GridSample)node.Op;
        Read("x", context.View(node.X));
        Read("grid", context.View(node.Inputs[1]!));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"float {_op.Mode.ToString().ToLowerInvariant()} grid sample";

    private int Taps => _op.Mode switch
    {
        SampleMode.Nearest => 1,
        SampleMode.Linear => 2,
        _ => 4,
    };

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape, y = Node.Y.Shape;
        using (code.Block("var shape = new octavo::SampleShape", ";"))
        {
            code.Line($"Items = {Literal.Int(x[0])}, Channels = {Literal.Int(x[1])}, Rank = {Literal.Int(x.Rank - 2)},");
            code.Line($"Depth = {Literal.Int(x.Rank == 5 ? x[2] : 1)}, Height = {Literal.Int(x[-2])}, Width = {Literal.Int(x[-1])},");
            code.Line($"Points = {Literal.Int(y.Product(2, y.Rank))}, Taps = {Literal.Int(Taps)},");
            code.Line($"Border = {Literal.Bool(_op.Padding == SamplePadding.Border)}, Reflection = {Literal.Bool(_op.Padding == SamplePadding.Reflection)}, AlignCorners = {Literal.Bool(_op.AlignCorners)},");
        }

        code.Line("octavo::FloatGridSample.Run(x, grid, y, in shape, part, parts);");
    }
}
