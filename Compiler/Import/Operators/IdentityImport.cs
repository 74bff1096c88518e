using System.Collections.Generic;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Operators that leave their operand as it is.</summary>
internal static class IdentityImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Identity", node => node.Required(0)),
        new("Dropout", Dropout, "inference form, without mask") { Since = 7 },
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
}
