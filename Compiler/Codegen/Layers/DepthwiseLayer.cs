using System;
using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>An int8 depthwise convolution: one filter per channel, weights widened to s16 with their zero point subtracted.</summary>
internal sealed class DepthwiseLayer : Layer
{
    private const int BlockChannels = 16;

    private readonly Conv _op;
    private readonly View _x;
    private readonly bool _hasResidual;
    private readonly PixelGrid _grid;
    private readonly EpilogueCode _epilogue;
    private readonly int _channels;
    private readonly int _taps;
    private readonly long _weights;
    private readonly long? _tapBlocks;
    private readonly long _tapOffsets;

    public DepthwiseLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Conv)node.Op;
        _x = Read("x", context.View(node.X)).View;
        View? residual = _op.Residual is null ? null : Read("residual", context.View(node.Inputs[3]!)).View;
        _hasResidual = residual is not null;
        View y = Write("y", context.View(node.Y)).View;
        ReadDynamicQuantization(context);

        Window window = _op.Window;
        _channels = node.Y.Shape[3];
        _taps = window.Kernel[0] * window.Kernel[1];
        Value weights = node.Inputs[1]!;
        Quantization quantization = weights.Type.Quantization!;
        Func<int, int, int> weight = (channel, tap) => (int)weights.Data!.IntegerAt((channel * _taps) + tap) - quantization.ZeroPointOf(channel);
        int pairs = (_taps + 1) / 2, blocks = (_channels + BlockChannels - 1) / BlockChannels;
        _weights = context.Weights.Add(blocks * pairs * BlockChannels * 2 * sizeof(short), () => Pack(weight, blocks, pairs));
        _tapOffsets = context.Weights.Add(Enumerable.Range(0, (_taps + 3) / 4 * 4).Select(t => Math.Min(t, _taps - 1))
            .Select(t => (t / window.Kernel[1] * window.Dilations[0] * _x.Strides[1]) + (t % window.Kernel[1] * window.Dilations[1] * _x.Strides[2]))
            .ToArray());
        _epilogue = EpilogueCode.ForDepthwise(
            node, context, _channels, channel => Enumerable.Range(0, _taps).Sum(tap => weight(channel, tap)), quantization.ScaleOf);
        if (_epilogue.IsPlain && DepthwiseBlocks.Fit(weight, _channels, _taps))
        {
            var tapBlocks = new DepthwiseBlocks(_channels, _taps);
            _tapBlocks = context.Weights.Add(tapBlocks.Length, () => tapBlocks.Pack(weight, _epilogue.Biases, _epilogue.Multipliers));
        }

        (int Item, int Row, int Pixel) input = (_x.Strides[0], window.Strides[0] * _x.Strides[1], window.Strides[1] * _x.Strides[2]);
        (int Item, int Row, int Pixel) output = PixelGrid.OfImage(y);
        _grid = new PixelGrid(node.Y.Shape[0], node.Y.Shape[1], node.Y.Shape[2], input, output, residual is null ? output : PixelGrid.OfImage(residual));
    }

    public override string Kernel =>
        $"depthwise{_op.Window.Kernel[0]}x{_op.Window.Kernel[1]}" + (_op.Window.Strides[0] == 1 ? "" : $"/{_op.Window.Strides[0]}") + $" {_channels}";

    public override long MultiplyAccumulates => Node.Y.Shape.Length * _taps;

    /// <summary>One filter per channel of x, none more: what the kernel can do.</summary>
    public static bool Fits(Node node) =>
        node.Op is Conv conv && conv.Group > 1 && conv.Group == node.X.Shape[3] && node.Inputs[1]!.Shape[0] == conv.Group;

    public override void WriteBody(CodeWriter code)
    {
        using (code.Block("var shape = new octavo::DepthwiseShape", ";"))
        {
            code.Line(_grid.Extents + ",");
            code.Line($"Input = {_grid.Strides(0)},");
            code.Line($"Output = {_grid.Strides(1)},");
            code.Line($"Taps = (int*)(weights + {Literal.Int(_tapOffsets)}), TapCount = {Literal.Int(_taps)}, Channels = {Literal.Int(_channels)},");
            if (_tapBlocks is { } tapBlocks)
            {
                code.Line($"Blocks = weights + {Literal.Int(tapBlocks)},");
            }

            code.Line($"Overhangs = {Literal.Bool(_x.Storage.Kind == StorageKind.Arena)},");
        }

        _epilogue.Write(code, _hasResidual ? ["ResidualStrides = " + _grid.Strides(2)] : []);
        int padding = (_op.Window.PadsBegin[0] * _x.Strides[1]) + (_op.Window.PadsBegin[1] * _x.Strides[2]);
        string window = padding == 0 ? "x" : $"x - {Literal.Int(padding)}";
        code.Line($"octavo::Depthwise.Run({window}, (short*)(weights + {Literal.Int(_weights)}), (byte*)y, in shape, in epilogue, part, parts);");
    }

    /// <summary>[channels/16][taps/2][16 channels][2 taps], zero where padded.</summary>
    private byte[] Pack(Func<int, int, int> weight, int blocks, int pairs)
    {
        byte[] packed = new byte[blocks * pairs * BlockChannels * 2 * sizeof(short)];
        Span<short> shorts = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(packed.AsSpan());
        for (int channel = 0; channel < _channels; channel++)
        {
            for (int tap = 0; tap < _taps; tap++)
            {
                int position = ((((channel / BlockChannels * pairs) + (tap / 2)) * BlockChannels) + (channel % BlockChannels)) * 2;
                shorts[position + (tap % 2)] = checked((short)weight(channel, tap));
            }
        }

        return packed;
    }
}
