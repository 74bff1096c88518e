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
        WriteShape(code, _rows, _matrix.SegmentLength, _matrix.Channels, _matrix.PaddedChannels, _segments);
        code.Line($"octavo::FloatConvolution.Run(x, (float*)(weights + {Literal.Int(_weights)}), {Bias(_bias)}, y, in shape, {Range(((MatMul)Node.Op).Activation)}, part, parts);");
    }

    /// <summary>The shape of a dense product: the rows of x are pixels.</summary>
    public static void WriteShape(CodeWriter code, int rows, int length, int columns, int paddedColumns, long segments)
    {
        var grid = new PixelGrid(1, 1, rows, PixelGrid.OfRows(length), PixelGrid.OfRows(columns));
        using (code.Block("var shape = new octavo::ConvolutionShape", ";"))
        {
            code.Line(grid.Extents + ",");
            code.Line($"Input = {grid.Strides(0)},");
            code.Line($"Output = {grid.Strides(1)},");
            code.Line($"Segments = (int*)(weights + {Literal.Int(segments)}), SegmentCount = 1, SegmentBytes = {Literal.Int(length)},");
            code.Line($"Groups = 1, GroupBytes = 0, Channels = {Literal.Int(columns)},");
            code.Line($"PanelBlock = {Literal.Int(paddedColumns / WeightMatrix.PanelChannels)},");
        }
    }
}
