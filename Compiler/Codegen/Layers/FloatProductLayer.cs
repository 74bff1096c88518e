using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A float matrix product with constant weights [K, N].</summary>
internal sealed class FloatProductLayer : Layer
{
    private readonly int _rows;
    private readonly FloatWeights _matrix;
    private readonly long _weights;
    private readonly long _segments;
    private readonly long? _bias;

    public FloatProductLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
        _matrix = FloatWeights.OfProduct(node.Inputs[1]!);
        _rows = (int)(node.X.Shape.Length / _matrix.SegmentLength);
        _weights = context.Weights.Add(_matrix.PackedLength * sizeof(float), _matrix.Pack);
        _segments = context.Weights.Add(new int[1]);
        _bias = node.Input(2) is { } bias ? context.Weights.Add(_matrix.Padded(bias)) : null;
    }

    public override string Kernel => $"float dense {_matrix.SegmentLength}->{_matrix.Channels}" + (_rows == 1 ? "" : $" rows {_rows}");

    public override long MultiplyAccumulates => (long)_rows * _matrix.SegmentLength * _matrix.Channels;

    public static string Bias(long? section) => section is { } offset ? $"(float*)(weights + {Literal.Int(offset)})" : "null";

    public static string Range(FloatClamp? clamp) =>
        $"{Literal.Float(clamp?.Low ?? float.NegativeInfinity)}, {Literal.Float(clamp?.High ?? float.PositiveInfinity)}";

    public override void WriteBody(CodeWriter code)
    {
        new DenseShape(_rows, _matrix.SegmentLength, _matrix.Channels, _matrix.PaddedChannels / WeightMatrix.PanelChannels, _segments).Write(code);
        code.Line($"octavo::FloatConvolution.Run(x, (float*)(weights + {Literal.Int(_weights)}), {Bias(_bias)}, y, in shape, {Range(((MatMul)Node.Op).Activation)}, part, parts);");
    }
}
