using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>Conv, and QLinearConv as the same operator on quantized types.</summary>
internal static class ConvolutionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Conv", Conv),
        new("QLinearConv", QLinearConv, "weights per tensor or per output channel"),
    ];

    private static Value Conv(NodeContext node)
    {
        Value x = node.Real(0), w = node.Real(1);
        Value? bias = node.Optional(2) is null ? null : node.Real(2);
        ElementRules.Common(node, x, w, bias);
        (Window window, int group) = Geometry(node, x, w, bias);
        return Convolutions.Emit(node, x, w, bias, window, group);
    }

    private static Value QLinearConv(NodeContext node) => QLinearConv(node, QuantizationReader.Operand(node, 0));

    /// <summary>The convolution of x, channels first, with the node's other operands.</summary>
    public static Value QLinearConv(NodeContext node, Value x)
    {
        Value w = node.Required(3);
        w = node.View(w, QuantizationReader.Along(node, 4, 5, w.Type.Element, w.Shape, axis: 0));
        Value? bias = node.Optional(8) is null ? null : node.Plain(8);
        if (bias is not null && bias.Type.Element != ElementType.Int32)
        {
            throw node.Invalid($"its bias is {bias.Type.Element.ShortName()} instead of s32.");
        }

        ElementType element = QuantizationReader.ElementOf(node, 7);
        (Window window, int group) = Geometry(node, x, w, bias);
        return Convolutions.Emit(node, x, w, bias, window, group, element, QuantizationReader.PerTensor(node, 6, 7, element));
    }

    public static (Window Window, int Group) Geometry(NodeContext node, Value x, Value w, Value? bias)
    {
        if (x.Shape.Rank < 3 || w.Shape.Rank != x.Shape.Rank)
        {
            throw node.Invalid($"x {x.Shape} and w {w.Shape} are no convolution.");
        }

        if (bias is not null && !bias.Shape.Equals(new Shape(w.Shape[0])))
        {
            throw node.Invalid($"the bias {bias.Shape} does not fit w {w.Shape}.");
        }

        return (
            WindowReader.Read(node, w.Shape.Dimensions.Skip(2).ToArray(), x.Shape.Dimensions.Skip(2).ToArray()),
            checked((int)node.Attributes.Int("group", 1)));
    }
}
