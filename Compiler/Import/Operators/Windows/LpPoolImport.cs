using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>LpPool and GlobalLpPool, <c>(Σ |x|^p)^(1/p)</c>: the sum is a convolution with ones, or a product with them.</summary>
internal static class LpPoolImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("LpPool", LpPool) { Since = 2 },
        new("GlobalLpPool", GlobalLpPool) { Since = 2 },
    ];

    private static Value LpPool(NodeContext node)
    {
        Value x = Images(node);
        int p = Exponent(node), channels = x.Shape[1];
        Window window = Whole(WindowReader.Read(node, null, x.Shape.Dimensions.Skip(2).ToArray()), x.Shape);
        Value ones = Ones(node, x, [channels, 1, .. window.Kernel]);
        return Root(node, Convolutions.Emit(node, Power(node, x, p), ones, null, window, channels), p);
    }

    private static Value GlobalLpPool(NodeContext node)
    {
        Value x = Images(node);
        int p = Exponent(node), pixels = checked((int)x.Shape.Product(2, x.Shape.Rank));
        Value flat = ReshapeImport.Emit(node, x, new Shape(x.Shape[0], x.Shape[1], pixels));
        Value sum = node.Emit(new MatMul(), Power(node, flat, p), Ones(node, x, pixels, 1));
        return ReshapeImport.Emit(node, Root(node, sum, p), new Shape(x.Shape.Dimensions.Select((size, axis) => axis < 2 ? size : 1)));
    }

    private static Value Images(NodeContext node)
    {
        Value x = node.Real(0);
        return x.Shape.Rank >= 3 ? x : throw node.Invalid($"x {x.Shape} has no spatial axes.");
    }

    private static int Exponent(NodeContext node)
    {
        long p = node.Attributes.Int("p", 2);
        return p is > 0 and < 1000 ? (int)p : throw node.Invalid($"p is {p}.");
    }

    private static Value Power(NodeContext node, Value x, int p) => p switch
    {
        1 => node.Emit(new Unary(UnaryKind.Abs), x),
        2 => node.Emit(new Binary(BinaryKind.Mul), x, x),
        _ => node.Emit(new Binary(BinaryKind.Pow), node.Emit(new Unary(UnaryKind.Abs), x), Number(node, x, p)),
    };

    private static Value Root(NodeContext node, Value sum, int p) => p switch
    {
        1 => sum,
        2 => node.Emit(new Unary(UnaryKind.Sqrt), sum),
        _ => node.Emit(new Binary(BinaryKind.Pow), sum, Number(node, sum, 1.0 / p)),
    };

    private static Value Number(NodeContext node, Value like, double number) =>
        Like(node, like, TensorData.Floats(Shape.Scalar, (float)number));

    private static Value Ones(NodeContext node, Value like, params int[] shape)
    {
        var size = new Shape(shape);
        return Like(node, like, TensorData.Floats(size, Enumerable.Repeat(1f, checked((int)size.Length)).ToArray()));
    }

    private static Value Like(NodeContext node, Value like, TensorData floats) => like.Type.Element == ElementType.Float32
        ? node.Emit(floats)
        : node.Emit(new Cast(), like.Type.Element, null, node.Emit(floats));

    /// <summary>A last window that hangs over the end, as ceil mode has it, sees zeros there.</summary>
    private static Window Whole(Window window, Shape x)
    {
        int[] end = window.PadsEnd.Select((pad, axis) => System.Math.Max(
            pad,
            ((window.OutputSize(axis, x[2 + axis]) - 1) * window.Strides[axis]) + ((window.Kernel[axis] - 1) * window.Dilations[axis]) + 1
                - x[2 + axis] - window.PadsBegin[axis])).ToArray();
        return window with { PadsEnd = end, CeilMode = false };
    }
}
