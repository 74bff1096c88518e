using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A float matrix product whose constant weights stay codes of a few bits.</summary>
internal sealed class MatMulNBitsLayer : Layer
{
    private readonly int _rows;
    private readonly BlockWeights _matrix;
    private readonly long? _bias;

    public MatMulNBitsLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
        _matrix = new BlockWeights(context, node.Inputs[1]!, node.Inputs[2]!, node.Input(3), ((MatMulNBits)node.Op).Block, WeightMatrix.PanelChannels);
        _rows = (int)(node.X.Shape.Length / _matrix.Length);
        _bias = node.Input(4) is { } bias ? context.Weights.Add(Padded(bias)) : null;
    }

    public override string Kernel => $"float dense {_matrix.Length}->{_matrix.Rows} of {_matrix.Bits} bits" + (_rows == 1 ? "" : $" rows {_rows}");

    public override long MultiplyAccumulates => (long)_rows * _matrix.Length * _matrix.Rows;

    public override void WriteBody(CodeWriter code)
    {
        _matrix.Write(code);
        string range = FloatProductLayer.Range(((MatMulNBits)Node.Op).Activation);
        code.Line($"octavo::MatMulNBits.Run(x, in matrix, {FloatProductLayer.Bias(_bias)}, y, {Literal.Int(_rows)}, {range}, part, parts);");
    }

    private float[] Padded(Value bias)
    {
        float[] padded = new float[(_matrix.Rows + WeightMatrix.PanelChannels - 1) / WeightMatrix.PanelChannels * WeightMatrix.PanelChannels];
        bias.Data!.ToFloats().CopyTo(padded, 0);
        return padded;
    }
}
