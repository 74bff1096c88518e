using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Rows;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>Quantized functions of one operand: x, its scale and zero point, the result's scale and zero point.</summary>
internal static class QuantizedFunctionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        QuantizedOperatorImport.Entry(new("QLinearLeakyRelu", node => Emit(node, new Unary(UnaryKind.LeakyRelu, node.Attributes.Float("alpha", 0.01f))))),
        QuantizedOperatorImport.Entry(new("QLinearSigmoid", node => Emit(node, new Unary(UnaryKind.Sigmoid)))),
        QuantizedOperatorImport.Entry(new("QLinearSoftmax", Softmax)),
    ];

    private static Value Emit(NodeContext node, Operator op)
    {
        Value x = QuantizationReader.Operand(node, 0);
        return node.Emit(op, x.Type.Element, Result(node, x), x);
    }

    /// <summary>The attribute opset says whether the axis begins a flattened matrix, as before operator set 13, or is the only one.</summary>
    private static Value Softmax(NodeContext node)
    {
        bool flatten = node.Attributes.Int("opset", 13) < 13;
        Value x = QuantizationReader.Operand(node, 0);
        int axis = node.Axis(node.Attributes.Int("axis", flatten ? 1 : -1), x.Shape.Rank);
        return SoftmaxImport.Emit(node, x, axis, flatten, x.Type.Element, Result(node, x));
    }

    private static Quantization Result(NodeContext node, Value x) => QuantizationReader.PerTensor(node, 3, 4, x.Type.Element);
}
