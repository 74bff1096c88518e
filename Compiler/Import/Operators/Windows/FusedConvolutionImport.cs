using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Elementwise;
using Octavo.Compiler.Import.Operators.Quantized;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>Convolutions with an addition and an activation behind them: <c>f(conv(x, w) + bias + z)</c>.</summary>
internal static class FusedConvolutionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        QuantizedOperatorImport.Entry(new("FusedConv", node => Emit(node, node.Real(0), Addend(node)), FusedActivation.Names)),
        QuantizedOperatorImport.Entry(new("NhwcFusedConv", ChannelsLast, FusedActivation.Names)),
    ];

    /// <summary>Weights lie as those of Conv.</summary>
    private static Value ChannelsLast(NodeContext node)
    {
        Value? z = Addend(node);
        return ChannelsLastImport.Within(node, node.Real(0), x => Emit(node, x, z is null ? null : ChannelsLastImport.First(node, z)));
    }

    private static Value? Addend(NodeContext node) => node.Optional(3) is null ? null : node.Real(3);

    private static Value Emit(NodeContext node, Value x, Value? z)
    {
        Value w = node.Real(1);
        Value? bias = node.Optional(2) is null ? null : node.Real(2);
        ElementRules.Common(node, x, w, bias, z);
        (Window window, int group) = ConvolutionImport.Geometry(node, x, w, bias);
        Value y = Convolutions.Emit(node, x, w, bias, window, group);
        return FusedActivation.Apply(node, z is null ? y : node.Binary(BinaryKind.Add, y, z));
    }
}
