using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A float convolution: dense, grouped or depthwise.</summary>
internal sealed class FloatConvolutionLayer : Layer
{
    private readonly Conv _op;
    private readonly View _x;
    private readonly PixelGrid _grid;
    private readonly FloatWeights _matrix;
    private readonly long _weights;
    private readonly long _segments;
    private readonly long? _bias;
    private readonly bool _depthwise;

    public FloatConvolutionLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Conv)node.Op;
        _x = Read("x", context.View(node.X)).View;
        View y = Write("y", context.View(node.Y)).View;

        Window window = _op.Window;
        int inputs = node.Inputs[1]!.Shape[1];
        _depthwise = DepthwiseLayer.Fits(node);
        bool rowSegments = _op.Group == 1 && window.Dilations[1] == 1 && _x.Strides[2] == inputs;
        // A depthwise filter is one group of as many channels, each with its taps: [channels/16][tap][16], the panels of one group.
        Value filter = node.Inputs[1]!;
        _matrix = _depthwise
            ? FloatWeights.OfConvolution(new Value(filter.Name, filter.Data!.Reshaped(new Shape(_op.Group, 1, filter.Shape[2], filter.Shape[3]))), 1, rowSegments: false)
            : FloatWeights.OfConvolution(filter, _op.Group, rowSegments);
        _weights = context.Weights.Add(_matrix.PackedLength * sizeof(float), _matrix.Pack);
        int rowStep = window.Dilations[0] * _x.Strides[1], columnStep = window.Dilations[1] * _x.Strides[2];
        _segments = context.Weights.Add(Enumerable.Range(0, _matrix.Segments)
            .Select(s => rowSegments ? s * rowStep : (s / window.Kernel[1] * rowStep) + (s % window.Kernel[1] * columnStep))
            .ToArray());
        _bias = node.Input(2) is { } bias ? context.Weights.Add(_matrix.Padded(bias)) : null;
        (int Item, int Row, int Pixel) input = (_x.Strides[0], window.Strides[0] * _x.Strides[1], window.Strides[1] * _x.Strides[2]);
        _grid = new PixelGrid(node.Y.Shape[0], node.Y.Shape[1], node.Y.Shape[2], input, PixelGrid.OfImage(y));
    }

    public override string Kernel =>
        $"float {(_depthwise ? "depthwise" : "conv")}{_op.Window.Kernel[0]}x{_op.Window.Kernel[1]}" + (_op.Window.Strides[0] == 1 ? "" : $"/{_op.Window.Strides[0]}")
        + $" {Node.X.Shape[3]}->{Node.Y.Shape[3]}";

    public override long MultiplyAccumulates => Node.Y.Shape.Length * _matrix.Segments * _matrix.SegmentLength;

    public override void WriteBody(CodeWriter code)
    {
        using (code.Block($"var shape = new octavo::{(_depthwise ? "Depthwise" : "Convolution")}Shape", ";"))
        {
            code.Line(_grid.Extents + ",");
            code.Line($"Input = {_grid.Strides(0)},");
            code.Line($"Output = {_grid.Strides(1)},");
            string segments = $"(int*)(weights + {Literal.Int(_segments)})";
            if (_depthwise)
            {
                code.Line($"Taps = {segments}, TapCount = {Literal.Int(_matrix.Segments)}, Channels = {Literal.Int(_matrix.Channels)},");
            }
            else
            {
                code.Line($"Segments = {segments}, SegmentCount = {Literal.Int(_matrix.Segments)}, SegmentBytes = {Literal.Int(_matrix.SegmentLength)},");
                code.Line($"Groups = {Literal.Int(_op.Group)}, GroupBytes = {Literal.Int(_op.Group == 1 ? 0 : _matrix.SegmentLength)}, Channels = {Literal.Int(_matrix.Channels)},");
                code.Line($"PanelBlock = {Literal.Int(_matrix.PaddedChannels / WeightMatrix.PanelChannels)},");
            }
        }

        int padding = (_op.Window.PadsBegin[0] * _x.Strides[1]) + (_op.Window.PadsBegin[1] * _x.Strides[2]);
        string window = padding == 0 ? "x" : $"x - {Literal.Int(padding)}";
        code.Line($"octavo::Float{(_depthwise ? "Depthwise" : "Convolution")}.Run({window}, (float*)(weights + {Literal.Int(_weights)}), {FloatProductLayer.Bias(_bias)}, y, in shape, {FloatProductLayer.Range(_op.Activation)}, part, parts);");
    }
}
