using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Pools over windows and over whole images.</summary>
internal static class PoolImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("MaxPool", MaxPool, "without Indices"),
        new("AveragePool", AveragePool),
        new("GlobalMaxPool", GlobalMaxPool),
        new("GlobalAveragePool", GlobalAveragePool),
    ];

    private static Value MaxPool(NodeContext node)
    {
        // The order of the indices, an output that is not supported.
        node.Attributes.Ignore("storage_order");
        Value x = node.Required(0);
        return Move(node, new MaxPool(WindowReader.Read(node, null, Spatial(node, x))), x);
    }

    private static Value AveragePool(NodeContext node)
    {
        Value x = node.Real(0);
        Window window = WindowReader.Read(node, null, Spatial(node, x));
        return node.Emit(new AveragePool(window, node.Attributes.Flag("count_include_pad")), x);
    }

    private static Value GlobalMaxPool(NodeContext node)
    {
        Value x = node.Required(0);
        int[] spatial = Spatial(node, x), ones = spatial.Select(_ => 1).ToArray();
        var window = new Window
        {
            Kernel = spatial,
            Strides = ones,
            Dilations = ones,
            PadsBegin = new int[spatial.Length],
            PadsEnd = new int[spatial.Length],
        };
        return Move(node, new MaxPool(window), x);
    }

    private static Value GlobalAveragePool(NodeContext node)
    {
        Value x = node.Real(0);
        Spatial(node, x);
        return node.Emit(new GlobalAveragePool(), x);
    }

    /// <summary>A maximum of codes is a code: the quantization stays.</summary>
    private static Value Move(NodeContext node, MaxPool op, Value x)
    {
        Shape y = op.InferShapes([x.Shape])[0];
        return node.Emit(op, x.Type.Element, MovedQuantization.Same(x.Type.Quantization, x.Shape, y), x);
    }

    private static int[] Spatial(NodeContext node, Value x) =>
        x.Shape.Rank >= 3 ? x.Shape.Dimensions.Skip(2).ToArray() : throw node.Invalid($"x {x.Shape} has no spatial axes.");
}
