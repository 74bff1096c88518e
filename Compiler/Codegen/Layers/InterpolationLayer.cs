namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Weighted sums of floats along one axis: a linear or cubic resize.</summary>
internal sealed class InterpolationLayer : Layer
{
    private readonly Interpolate _op;
    private readonly long _positions;
    private readonly long _weights;

    public InterpolationLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Interpolate)node.Op;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
        _positions = context.Weights.Add(_op.Positions);
        _weights = context.Weights.Add(_op.Weights);
    }

    public override string Kernel => $"float interpolation {Node.X.Shape[_op.Axis]}->{Node.Y.Shape[_op.Axis]} of {_op.Taps}";

    public override long MultiplyAccumulates => Node.Y.Shape.Length * _op.Taps;

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        string extents = $"{Literal.Int(x.Product(0, _op.Axis))}, {Literal.Int(x[_op.Axis])}, {Literal.Int(Node.Y.Shape[_op.Axis])}, {Literal.Int(x.Product(_op.Axis + 1, x.Rank))}";
        code.Line($"octavo::FloatInterpolation.Run(x, y, (int*)(weights + {Literal.Int(_positions)}), (float*)(weights + {Literal.Int(_weights)}), {Literal.Int(_op.Taps)}, {extents}, part, parts);");
    }
}
