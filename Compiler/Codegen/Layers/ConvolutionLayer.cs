using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>An int8 convolution on dot-product tiles: dense or grouped, any kernel, with its epilogue.</summary>
internal sealed class ConvolutionLayer : Layer
{
    // Panels of one sweep over the pixels: their weights should stay in a core's second-level cache beside the activations.
    private const int PanelBlockBytes = 256 * 1024;

    private readonly Conv _op;
    private readonly View _x;
    private readonly View? _residual;
    private readonly PixelGrid _grid;
    private readonly WeightMatrix _matrix;
    private readonly EpilogueCode _epilogue;
    private readonly long _weights;
    private readonly long _segments;
    private readonly bool _pairsFit;

    public ConvolutionLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Conv)node.Op;
        _x = Read("x", context.View(node.X)).View;
        _residual = _op.Residual is null ? null : Read("residual", context.View(node.Inputs[3]!)).View;
        View y = Write("y", context.View(node.Y)).View;
        ReadDynamicQuantization(context);

        Window window = _op.Window;
        int groupChannels = node.Inputs[1]!.Shape[1];
        bool rowSegments = _op.Group == 1 && window.Dilations[1] == 1 && _x.Strides[2] == groupChannels;
        _matrix = WeightMatrix.OfConvolution(node.Inputs[1]!, _op.Group, rowSegments);
        _weights = context.Weights.Add(_matrix.PackedLength, _matrix.Pack);
        _pairsFit = _matrix.PairsFitInt16();
        int rowStep = window.Dilations[0] * _x.Strides[1], columnStep = window.Dilations[1] * _x.Strides[2];
        _segments = context.Weights.Add(Enumerable.Range(0, _matrix.Segments)
            .Select(s => rowSegments ? s * rowStep : (s / window.Kernel[1] * rowStep) + (s % window.Kernel[1] * columnStep))
            .ToArray());
        _epilogue = EpilogueCode.ForProducts(node, context, _matrix);

        (int Item, int Row, int Pixel) input = (_x.Strides[0], window.Strides[0] * _x.Strides[1], window.Strides[1] * _x.Strides[2]);
        (int Item, int Row, int Pixel) output = PixelGrid.OfImage(y);
        _grid = new PixelGrid(node.Y.Shape[0], node.Y.Shape[1], node.Y.Shape[2], input, output, _residual is null ? output : PixelGrid.OfImage(_residual));
    }

    public override string Kernel =>
        $"conv{_op.Window.Kernel[0]}x{_op.Window.Kernel[1]}" + (_op.Window.Strides[0] == 1 ? "" : $"/{_op.Window.Strides[0]}")
        + $" {Node.X.Shape[3]}->{Node.Y.Shape[3]}" + (_op.Group == 1 ? "" : $" groups {_op.Group}") + (_residual is null ? "" : " + residual");

    public override long MultiplyAccumulates => Node.Y.Shape.Length * _matrix.Segments * _matrix.SegmentLength;

    public override void WriteBody(CodeWriter code)
    {
        using (code.Block("var shape = new octavo::ConvolutionShape", ";"))
        {
            code.Line(_grid.Extents + ",");
            code.Line($"Input = {_grid.Strides(0)},");
            code.Line($"Output = {_grid.Strides(1)},");
            code.Line($"Segments = (int*)(weights + {Literal.Int(_segments)}), SegmentCount = {Literal.Int(_matrix.Segments)}, SegmentBytes = {Literal.Int(_matrix.SegmentLength)},");
            code.Line($"Groups = {Literal.Int(_op.Group)}, GroupBytes = {Literal.Int(_op.Group == 1 ? 0 : _matrix.SegmentLength)}, Channels = {Literal.Int(_matrix.Channels)},");
            code.Line($"PanelBlock = {Literal.Int(PanelBlock(_matrix))}, PairsFitInt16 = {Literal.Bool(_pairsFit)},");
        }

        _epilogue.Write(code, _residual is null ? [] : ["ResidualStrides = " + _grid.Strides(2)]);
        int padding = (_op.Window.PadsBegin[0] * _x.Strides[1]) + (_op.Window.PadsBegin[1] * _x.Strides[2]);
        string window = padding == 0 ? "x" : $"x - {Literal.Int(padding)}";
        code.Line($"octavo::Convolution.Run({window}, (sbyte*)(weights + {Literal.Int(_weights)}), (byte*)y, in shape, in epilogue, part, parts);");
    }

    internal static int PanelBlock(WeightMatrix matrix) =>
        System.Math.Max(1, System.Math.Min(matrix.PaddedChannels / WeightMatrix.PanelChannels, PanelBlockBytes / matrix.PanelLength));
}
