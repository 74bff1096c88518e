using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>Operators that leave their operand as it is.</summary>
internal static class IdentityImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Identity", node => node.Required(0)),
        new("Dropout", Dropout, "inference form") { Since = 7 },
    ];

    /// <summary>Nothing is dropped: the mask is all true.</summary>
    private static IReadOnlyList<Value> Dropout(NodeContext node)
    {
        node.Attributes.Ignore("ratio", "seed");
        Value x = node.Required(0);
        if (node.Constant(2, "training mode") is { } training && training.IntegerAt(0) != 0 && node.Constant(1, "ratio")?.FloatAt(0) != 0)
        {
            throw node.Unsupported("training_mode is set. Export the model for inference.");
        }

        return node.OutputCount < 2
            ? [x]
            : [x, node.Opset < 10 ? Ones(node, x.Type) : node.Emit(ConstantTensors.OfBools(x.Shape, Enumerable.Repeat(true, checked((int)x.Shape.Length)).ToArray()))];
    }

    /// <summary>The mask had the type of the operand.</summary>
    private static Value Ones(NodeContext node, TensorType type) =>
        node.Emit(ConstantTensors.OfReals(type.Element, type.Shape, Enumerable.Repeat(1.0, checked((int)type.Shape.Length)).ToArray()));
}
