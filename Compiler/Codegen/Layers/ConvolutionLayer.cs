using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>An int8 convolution on dot-product tiles: dense or grouped, any kernel, with its epilogue.</summary>
internal sealed class ConvolutionLayer : Layer
{
    private readonly Conv _op;
    private readonly View _x;
    private readonly View? _residual;
    private readonly PixelGrid _grid;
    private readonly WeightMatrix _matrix;
    private readonly EpilogueCode _epilogue;
    private readonly WeightPanels _panels;

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
        int rowStep = window.Dilations[0] * _x.Strides[1], columnStep = window.Dilations[1] * _x.Strides[2];
        int[] segments = [.. Enumerable.Range(0, _matrix.Segments).Select(s => rowSegments ? s * rowStep : (s / window.Kernel[1] * rowStep) + (s % window.Kernel[1] * columnStep))];
        _panels = new WeightPanels(context, _matrix, segments);
        _epilogue = EpilogueCode.ForProducts(node, context, _matrix);

        (int Item, int Row, int Pixel) input = (_x.Strides[0], window.Strides[0] * _x.Strides[1], window.Strides[1] * _x.Strides[2]);
        (int Item, int Row, int Pixel) output = PixelGrid.OfImage(y);
        _grid = new PixelGrid(node.Y.Shape[0], node.Y.Shape[1], node.Y.Shape[2], input, output, _residual is null ? output : PixelGrid.OfImage(_residual));
    }

    public override string Kernel =>
        $"conv{_op.Window.Kernel[0]}x{_op.Window.Kernel[1]}" + (_op.Window.Strides[0] == 1 ? "" : $"/{_op.Window.Strides[0]}")
        + $" {Node.X.Shape[3]}->{Node.Y.Shape[3]}" + (_op.Group == 1 ? "" : $" groups {_op.Group}") + (_residual is null ? "" : " + residual") + _panels.Note;

    public override long MultiplyAccumulates => Node.Y.Shape.Length * _matrix.Segments * _matrix.SegmentLength;

    public override void WriteBody(CodeWriter code)
    {
        using (code.Block("var shape = new octavo::ConvolutionShape", ";"))
        {
            code.Line(_grid.Extents + ",");
            code.Line($"Input = {_grid.Strides(0)},");
            code.Line($"Output = {_grid.Strides(1)},");
            code.Line(_panels.Segments);
            code.Line($"Groups = {Literal.Int(_op.Group)}, GroupBytes = {Literal.Int(_op.Group == 1 ? 0 : _matrix.SegmentLength)}, Channels = {Literal.Int(_matrix.Channels)},");
            code.Line($"PanelBlock = {Literal.Int(_panels.PanelBlock)}, PairsFitInt16 = {Literal.Bool(_panels.PairsFitInt16)},");
        }

        _epilogue.Write(code, _residual is null ? [] : ["ResidualStrides = " + _grid.Strides(2)]);
        int padding = (_op.Window.PadsBegin[0] * _x.Strides[1]) + (_op.Window.PadsBegin[1] * _x.Strides[2]);
        string window = padding == 0 ? "x" : $"x - {Literal.Int(padding)}";
        code.Line($"octavo::Convolution.Run({window}, (sbyte*)(weights + {Literal.Int(_panels.Weights)}), (byte*)y, in shape, in epilogue, part, parts);");
    }
}
