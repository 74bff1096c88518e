using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>BatchNormalization for inference.</summary>
internal static class NormalizationImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("BatchNormalization", BatchNormalization, "inference form") { Since = 7 }];

    private static Value BatchNormalization(NodeContext node)
    {
        node.Attributes.Ignore("momentum");
        if (node.Attributes.Flag("training_mode"))
        {
            throw node.Unsupported("training_mode is set. Export the model for inference.");
        }

        if (!node.Attributes.Flag("spatial", absent: true))
        {
            throw node.Unsupported("statistics per element (spatial = 0) are not supported.");
        }

        Value x = node.Real(0);
        Value[] parameters = [node.Real(1), node.Real(2), node.Real(3), node.Real(4)];
        if (x.Shape.Rank < 2 || parameters.Any(p => !p.Shape.Equals(new Shape(x.Shape[1]))))
        {
            throw node.Invalid($"its parameters do not have one element for each channel of {x.Shape}.");
        }

        return node.Emit(new BatchNormalization(node.Attributes.Float("epsilon", 1e-5f)), [x, .. parameters]);
    }
}
