using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Operators.Quantized;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>Operators on images with their channels last, as those with channels first between two transposes, which later passes take away.</summary>
internal static class ChannelsLastImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        QuantizedOperatorImport.Entry(new("QLinearConv", QLinearConv, "weights per tensor or per output channel")),
        QuantizedOperatorImport.Entry(new("NhwcMaxPool", MaxPool)),
    ];

    /// <summary>The operator on x with channels first; its result with channels last again.</summary>
    public static Value Within(NodeContext node, Value x, Func<Value, Value> op)
    {
        int rank = x.Shape.Rank;
        Value y = op(First(node, x));
        return TransposeImport.Emit(node, y, [0, .. Enumerable.Range(2, rank - 2), 1]);
    }

    /// <summary>From channels last to channels first.</summary>
    public static Value First(NodeContext node, Value x)
    {
        int rank = x.Shape.Rank;
        return rank >= 3 ? TransposeImport.Emit(node, x, [0, rank - 1, .. Enumerable.Range(1, rank - 2)]) : throw node.Invalid($"x {x.Shape} has no spatial axes.");
    }

    private static Value QLinearConv(NodeContext node)
    {
        Value x = QuantizationReader.Operand(node, 0);
        return node.Attributes.Flag("channels_last") ? Within(node, x, v => ConvolutionImport.QLinearConv(node, v)) : ConvolutionImport.QLinearConv(node, x);
    }

    private static Value MaxPool(NodeContext node) => Within(node, node.Required(0), x => PoolImport.Maximum(node, x, WindowReader.Read(node, null, PoolImport.Spatial(node, x))));
}
