using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>Pools over windows and over whole images.</summary>
internal static class PoolImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("MaxPool", MaxPool),
        new("AveragePool", AveragePool),
        new("GlobalMaxPool", GlobalMaxPool),
        new("GlobalAveragePool", GlobalAveragePool),
    ];

    private static IReadOnlyList<Value> MaxPool(NodeContext node)
    {
        Value x = node.Required(0);
        Window window = WindowReader.Read(node, null, Spatial(node, x));
        bool firstAxisFastest = node.Attributes.Flag("storage_order");
        Value y = Maximum(node, x, window);
        if (node.OutputCount < 2)
        {
            return [y];
        }

        x = node.Plain(0);
        x = x.Type.Element is ElementType.Float32 or ElementType.Float64 ? x : node.Emit(new Cast(), ElementType.Float32, null, x);
        return [y, node.Emit(new MaxPoolIndices(window, firstAxisFastest), ElementType.Int64, null, x)];
    }

    private static Value AveragePool(NodeContext node)
    {
        Value x = node.Real(0);
        Window window = WindowReader.Read(node, null, Spatial(node, x));
        bool countIncludePad = node.Attributes.Flag("count_include_pad");
        return VolumePools.Emit(x, window, (v, w) => node.Emit(new AveragePool(w, countIncludePad), v), (v, shape) => ReshapeImport.Emit(node, v, shape));
    }

    private static Value GlobalMaxPool(NodeContext node)
    {
        Value x = node.Required(0);
        int pixels = Spatial(node, x).Aggregate(1, (product, size) => checked(product * size));
        var window = new Window { Kernel = [pixels], Strides = [1], Dilations = [1], PadsBegin = [0], PadsEnd = [0] };
        Value y = Maximum(node, ReshapeImport.Emit(node, x, new Shape(x.Shape[0], x.Shape[1], pixels)), window);
        return ReshapeImport.Emit(node, y, new Shape(x.Shape.Dimensions.Select((size, axis) => axis < 2 ? size : 1)));
    }

    private static Value GlobalAveragePool(NodeContext node)
    {
        Value x = node.Real(0);
        Spatial(node, x);
        return node.Emit(new GlobalAveragePool(), x);
    }

    /// <summary>A maximum of codes is a code: the quantization stays. Plain signed bytes are moved by 128, which keeps their order, for the kernel on bytes.</summary>
    public static Value Maximum(NodeContext node, Value x, Window window)
    {
        if (x.Type.Quantization is { IsPerTensor: false } && window.SpatialRank == 3)
        {
            x = node.View(x, null);
        }

        bool signed = x.Type is { Element: ElementType.Int8, IsQuantized: false };
        x = signed ? node.Emit(new Reinterpret(128), ElementType.UInt8, null, x) : x;
        Value y = VolumePools.Emit(x, window, Pool, (v, shape) => ReshapeImport.Emit(node, v, shape));
        return signed ? node.Emit(new Reinterpret(128), ElementType.Int8, null, y) : y;

        Value Pool(Value v, Window w)
        {
            var op = new MaxPool(w);
            return node.Emit(op, v.Type.Element, MovedQuantization.Same(v.Type.Quantization, v.Shape, op.InferShapes([v.Shape])[0]), v);
        }
    }

    public static int[] Spatial(NodeContext node, Value x) =>
        x.Shape.Rank >= 3 ? x.Shape.Dimensions.Skip(2).ToArray() : throw node.Invalid($"x {x.Shape} has no spatial axes.");
}
