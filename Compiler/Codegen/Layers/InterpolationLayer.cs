using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Weighted sums of floats or codes along one axis or two neighbouring ones: a linear or cubic resize.</summary>
internal sealed class InterpolationLayer : Layer
{
    /// <summary>In the order of the axes.</summary>
    private readonly Interpolate[] _axes;
    private readonly string[] _taps;

    public InterpolationLayer(Node node, PlanContext context)
        : base(node)
    {
        _axes = node.Op is PlaneInterpolate plane ? [.. new[] { plane.First, plane.Second }.OrderBy(i => i.Axis)] : [(Interpolate)node.Op];
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
        _taps = [.. _axes.Select(Taps)];

        string Taps(Interpolate along)
        {
            long positions = context.Weights.Add(along.Positions), weights = context.Weights.Add(along.Weights);
            string lengths = $"{Literal.Int(node.X.Shape[along.Axis])}, {Literal.Int(node.Y.Shape[along.Axis])}";
            return $"new octavo::InterpolationAxis((int*)(weights + {Literal.Int(positions)}), (float*)(weights + {Literal.Int(weights)}), {Literal.Int(along.Taps)}, {lengths})";
        }
    }

    public override string Kernel =>
        FloatElements.Prefix(Node) + "interpolation " + string.Join(", ", _axes.Select(i => $"{Node.X.Shape[i.Axis]}->{Node.Y.Shape[i.Axis]} of {i.Taps}"));

    public override long MultiplyAccumulates => Node.Y.Shape.Length * _axes.Aggregate(1L, (taps, axis) => taps * axis.Taps);

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        string operands = $"{FloatElements.Of(Node.X, "x")}, {FloatElements.Of(Node.Y, "y")}";
        string extents = $"{Literal.Int(x.Product(0, _axes[0].Axis))}, {Literal.Int(x.Product(_axes[_axes.Length - 1].Axis + 1, x.Rank))}, part, parts";
        code.Line(Node.Op is PlaneInterpolate plane
            ? $"octavo::FloatPlaneInterpolation.Run({operands}, {_taps[0]}, {_taps[1]}, {Literal.Bool(plane.First == _axes[1])}, {extents});"
            : $"octavo::FloatInterpolation.Run({operands}, {_taps[0]}, {extents});");
    }
}
