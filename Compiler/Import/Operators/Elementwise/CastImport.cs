using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>Conversions between element types.</summary>
internal static class CastImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Cast", node => Convert(node, ElementRules.Of(node, node.Attributes.Int("to", 0)))) { Since = 6 },
        new("CastLike", node => Convert(node, node.Required(1).Type.Element)),
    ];

    /// <summary>Codes keep their quantization when they keep their type.</summary>
    private static Value Convert(NodeContext node, ElementType element)
    {
        var cast = new Cast { Saturate = node.Attributes.Flag("saturate", absent: true), Rounding = Rounding(node) };
        return node.Required(0).Type.Element == element ? node.Required(0) : Convert(node, cast, node.Plain(0), element);
    }

    /// <summary>The floats below 16 bits go through float32.</summary>
    public static Value Convert(NodeContext node, Cast cast, Value x, ElementType element)
    {
        if ((x.Type.Element.IsTinyFloat() && element != ElementType.Float32) || (element.IsTinyFloat() && x.Type.Element != ElementType.Float32))
        {
            x = node.Emit(new Cast(), ElementType.Float32, null, x);
        }

        return node.Emit(element.IsTinyFloat() ? cast : new Cast(), element, null, x);
    }

    private static ScaleRounding Rounding(NodeContext node)
    {
        string mode = node.Attributes.Text("round_mode", "up");
        return mode switch
        {
            "up" => ScaleRounding.Up,
            "down" => ScaleRounding.Down,
            "nearest" => ScaleRounding.Nearest,
            _ => throw node.Invalid($"the round_mode is {Printable.Quote(mode)}."),
        };
    }
}
