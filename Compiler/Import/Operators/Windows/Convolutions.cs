using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>
/// Convolutions of any form as the operators that have kernels: over images with constant weights. Depth taps of a volume become input channels,
/// and weights that are only known at run time are multiplied with the pixels under each window.
/// </summary>
internal static class Convolutions
{
    /// <param name="node">The node whose operator is, or consists of, a convolution.</param>
    /// <param name="x">[N, C, spatial…]</param>
    /// <param name="w">[M, C/group, kernel…]</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="window">One to three spatial axes.</param>
    /// <param name="group">Groups of channels.</param>
    public static Value Emit(NodeContext node, Value x, Value w, Value? bias, Window window, int group) =>
        Emit(node, x, w, bias, window, group, x.Type.Element, null);

    /// <summary>The same with a result that may be quantized.</summary>
    public static Value Emit(
        NodeContext node, Value x, Value w, Value? bias, Window window, int group, ElementType element, Quantization? quantization)
    {
        var op = new Conv { Window = window, Group = group };
        op.InferShapes([x.Shape, w.Shape]);
        return window.SpatialRank == 3 ? OverVolume(node, x, w, bias, op, element, quantization)
            : !IsKnown(w, depth: 6) ? OfUnknownWeights(node, x, w, bias, op, element, quantization)
            : node.Emit(op, element, quantization, x, w, bias);
    }

    /// <summary>
    /// <c>Conv3d(x, w) => Conv2d(x', w')</c> on N·D' images, one per output plane: the planes under its window, side by side as channels [group, depth tap, channel].
    /// </summary>
    private static Value OverVolume(NodeContext node, Value x, Value w, Value? bias, Conv op, ElementType element, Quantization? quantization)
    {
        Window window = op.Window;
        int items = x.Shape[0], inputs = w.Shape[1], outputs = w.Shape[0], height = x.Shape[3], width = x.Shape[4];
        int taps = window.Kernel[0], depth = window.OutputSize(0, x.Shape[2]);
        x = Arranging.PadZeros(node, x, [0, 0, window.PadsBegin[0], 0, 0], [0, 0, window.PadsEnd[0], 0, 0]);
        x = GatherImport.Pick(node, x, axis: 2, WindowPositions(window, axis: 0, depth));
        x = ReshapeImport.Emit(node, x, new Shape(items, op.Group, inputs, depth, taps, height, width));
        x = TransposeImport.Emit(node, x, 0, 3, 1, 4, 2, 5, 6);
        x = ReshapeImport.Emit(node, x, new Shape(items * depth, op.Group * taps * inputs, height, width));
        w = TransposeImport.Emit(node, w, 0, 2, 1, 3, 4);
        w = ReshapeImport.Emit(node, w, new Shape(outputs, taps * inputs, window.Kernel[1], window.Kernel[2]));
        Value y = Emit(node, x, w, bias, Behind(window), op.Group, element, quantization);
        y = ReshapeImport.Emit(node, y, new Shape(items, depth, outputs, y.Shape[2], y.Shape[3]));
        return TransposeImport.Emit(node, y, 0, 2, 1, 3, 4);
    }

    /// <summary><c>Conv(x, w) => columns(x) · w' + bias</c>, with a column per window: its pixels in the order kernel position, channel.</summary>
    private static Value OfUnknownWeights(NodeContext node, Value x, Value w, Value? bias, Conv op, ElementType element, Quantization? quantization)
    {
        bias = bias is null || bias.Type.Element.IsFloat() ? bias : Real(node, node.View(bias, AccumulatorScales(x, w)));
        Value y = OfUnknownWeights(node, Real(node, x), Real(node, w), bias, op);
        return quantization is null ? y : node.Emit(new Quantize(), element, quantization, y);
    }

    private static Value OfUnknownWeights(NodeContext node, Value x, Value w, Value? bias, Conv op)
    {
        Window window = op.Window;
        int rank = window.SpatialRank, items = x.Shape[0], inputs = w.Shape[1];
        int[] y = window.OutputShape(x.Shape, w.Shape[0], channelsLast: false).ToArray();
        int pixels = y.Skip(2).Aggregate(1, (product, size) => product * size), taps = window.Kernel.Aggregate(1, (product, size) => product * size);

        x = Arranging.PadZeros(node, x, [0, 0, .. window.PadsBegin], [0, 0, .. window.PadsEnd]);
        int[]?[] picks = [null, null, .. Enumerable.Range(0, rank).Select(axis => WindowPositions(window, axis, y[2 + axis]))];
        x = GatherImport.Pick(node, x, picks);
        x = ReshapeImport.Emit(node, x, new Shape([items, op.Group, inputs, .. Enumerable.Range(0, rank).SelectMany(axis => (int[])[y[2 + axis], window.Kernel[axis]])]));
        int[] pixelAxes = Enumerable.Range(0, rank).Select(axis => 3 + (2 * axis)).ToArray(), tapAxes = pixelAxes.Select(axis => axis + 1).ToArray();
        x = TransposeImport.Emit(node, x, [0, 1, .. pixelAxes, .. tapAxes, 2]);
        x = ReshapeImport.Emit(node, x, new Shape(items, op.Group, pixels, taps * inputs));

        return OfColumns(node, x, w, bias, op.Group, new Shape(y));
    }

    /// <summary>The product of weights [M, C/group, kernel…] with columns [N, group, pixel, kernel position · C/group], as [N, M, spatial…].</summary>
    public static Value OfColumns(NodeContext node, Value x, Value w, Value? bias, int group, Shape y)
    {
        int inputs = w.Shape[1], outputs = w.Shape[0] / group, taps = (int)w.Shape.Product(2, w.Shape.Rank);
        w = ReshapeImport.Emit(node, w, new Shape(group, outputs, inputs, taps));
        w = TransposeImport.Emit(node, w, 0, 3, 2, 1);
        w = ReshapeImport.Emit(node, w, new Shape(group, taps * inputs, outputs));
        Value product = node.Emit(new MatMul(), x, w);
        if (bias is not null)
        {
            product = node.Emit(new Binary(BinaryKind.Add), product, ReshapeImport.Emit(node, bias, new Shape(group, 1, outputs)));
        }

        return ReshapeImport.Emit(node, TransposeImport.Emit(node, product, 0, 1, 3, 2), y);
    }

    private static Value Real(NodeContext node, Value value) =>
        value.Type.IsQuantized ? node.Emit(new Dequantize(), ElementType.Float32, null, value) : value;

    /// <summary>What the integers of a bias mean.</summary>
    private static Quantization AccumulatorScales(Value x, Value w)
    {
        float[] scales = w.Type.Quantization!.Scales().Select(s => x.Type.Quantization!.Scale * s).ToArray();
        return scales.Length == 1 ? new Quantization(scales[0], 0) : new Quantization(scales, new int[scales.Length], axis: 0);
    }

    /// <summary>For each output position along an axis, the padded input's positions under its taps.</summary>
    private static int[] WindowPositions(Window window, int axis, int outputs) => Enumerable.Range(0, outputs)
        .SelectMany(i => Enumerable.Range(0, window.Kernel[axis]).Select(tap => (i * window.Strides[axis]) + (tap * window.Dilations[axis])))
        .ToArray();

    /// <summary>The window without its first axis.</summary>
    private static Window Behind(Window window) => new()
    {
        Kernel = window.Kernel.Skip(1).ToArray(),
        Strides = window.Strides.Skip(1).ToArray(),
        Dilations = window.Dilations.Skip(1).ToArray(),
        PadsBegin = window.PadsBegin.Skip(1).ToArray(),
        PadsEnd = window.PadsEnd.Skip(1).ToArray(),
    };

    /// <summary>A constant, or a few operators away from constants only: passes will fold it.</summary>
    private static bool IsKnown(Value value, int depth) => value.IsConstant
        || (depth > 0 && value.Producer is { Inputs.Count: > 0 } producer && producer.Inputs.All(v => v is null || IsKnown(v, depth - 1)));
}
