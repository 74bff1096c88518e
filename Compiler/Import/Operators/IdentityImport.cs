using System.Collections.Generic;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Operators that leave their operand as it is, or only change its element type.</summary>
internal static class IdentityImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Identity", node => node.Required(0)),
        new("Dropout", Dropout, "inference form, without mask") { Since = 7 },
        new("Cast", node => Cast(node, ElementRules.Of(node, node.Attributes.Int("to", 0)))) { Since = 6 },
        new("CastLike", node => Cast(node, node.Required(1).Type.Element)),
    ];

    private static Value Dropout(NodeContext node)
    {
        node.Attributes.Ignore("ratio", "seed");
        if (node.Constant(2, "training mode") is { } training && training.IntegerAt(0) != 0)
        {
            throw node.Unsupported("training_mode is set. Export the model for inference.");
        }

        return node.Required(0);
    }

    /// <summary>Codes keep their quantization when they keep their type.</summary>
    private static Value Cast(NodeContext node, ElementType element)
    {
        // They concern float8 only.
        node.Attributes.Ignore("saturate", "round_mode");
        return node.Required(0).Type.Element == element ? node.Required(0) : node.Emit(new Cast(), element, null, node.Plain(0));
    }
}
