using System.Linq;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The mean of floats along neighbouring axes.</summary>
internal sealed class FloatMeanLayer : Layer
{
    private readonly int _first;
    private readonly int _end;

    public FloatMeanLayer(Node node, PlanContext context)
        : base(node)
    {
        int[] axes = ((ReduceMean)node.Op).Axes;
        _first = axes.Min();
        _end = axes.Max() + 1;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "float mean";

    /// <summary>The kernel sees outer × length × inner, so the axes must be neighbours; axes of extent 1 between them do not matter.</summary>
    public static bool Fits(Node node)
    {
        int[] axes = ((ReduceMean)node.Op).Axes;
        return axes.Length > 0
            && Enumerable.Range(axes.Min(), axes.Max() - axes.Min() + 1).All(a => axes.Contains(a) || node.X.Shape[a] == 1);
    }

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        code.Line($"octavo::FloatReduce.Mean(x, y, {Literal.Int(x.Product(0, _first))}, {Literal.Int(x.Product(_first, _end))}, {Literal.Int(x.Product(_end, x.Rank))}, part, parts);");
    }
}
