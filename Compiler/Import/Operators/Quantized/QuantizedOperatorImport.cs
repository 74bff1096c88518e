using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Rows;
using Octavo.Compiler.Import.Operators.Windows;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>Quantized operators of several operands, and pools, as the float operator of that name on quantized types.</summary>
internal static class QuantizedOperatorImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Entry(new("QLinearAdd", node => Binary(node, BinaryKind.Add))),
        Entry(new("QLinearMul", node => Binary(node, BinaryKind.Mul))),
        Entry(new("QLinearConcat", Concat)),
        Entry(new("QLinearWhere", Where)),
        Entry(new("QLinearReduceMean", ReduceMean)),
        Entry(new("QLinearAveragePool", AveragePool)),
        Entry(new("QLinearGlobalAveragePool", GlobalAveragePool)),
    ];

    internal static OperatorEntry Entry(OperatorEntry entry) => entry with { Domain = OperatorTable.Microsoft, Until = 1 };

    private static Value Binary(NodeContext node, BinaryKind kind)
    {
        Value a = QuantizationReader.Operand(node, 0), b = QuantizationReader.Operand(node, 3);
        ElementType element = ElementRules.Common(node, a, b);
        var op = new Binary(kind) { Signed = element == ElementType.Int8 };
        (a, b) = kind == BinaryKind.Add && QuantizedAdd.IsReversed(a.Shape, b.Shape) ? (b, a) : (a, b);
        return node.Emit(op, element, QuantizationReader.PerTensor(node, 6, 7, element), a, b);
    }

    /// <summary>Inputs: the result's scale and zero point, then value, scale and zero point of each part.</summary>
    private static Value Concat(NodeContext node)
    {
        ElementType element = QuantizationReader.ElementOf(node, 1);
        var parts = new List<Value>();
        for (int i = 2; i < node.InputCount; i += 3)
        {
            parts.Add(QuantizationReader.Operand(node, i));
        }

        if (parts.Count == 0)
        {
            throw node.Invalid("it joins nothing.");
        }

        int axis = node.Axis(node.Attributes.Int("axis", 0), parts[0].Shape.Rank);
        return node.Emit(new Concat(axis), element, QuantizationReader.PerTensor(node, 0, 1, element), parts.ToArray<Value?>());
    }

    /// <summary>Inputs: the condition, then value, scale and zero point of both choices, then scale and zero point of the result.</summary>
    private static Value Where(NodeContext node)
    {
        Value x = QuantizationReader.Operand(node, 1), y = QuantizationReader.Operand(node, 4);
        ElementType element = ElementRules.Common(node, x, y);
        return node.Emit(new Where(), element, QuantizationReader.PerTensor(node, 7, 8, element), node.Plain(0), x, y);
    }

    private static Value ReduceMean(NodeContext node)
    {
        Value x = QuantizationReader.Operand(node, 0);
        return Emit(node, new Reduce(ReduceKind.Mean, ReductionImport.AxesAttribute(node, x.Shape.Rank), node.Attributes.Flag("keepdims", absent: true)), x);
    }

    private static Value AveragePool(NodeContext node)
    {
        Value x = QuantizationReader.Operand(node, 0);
        bool channelsLast = ChannelsLast(node, x);
        int[] spatial = x.Shape.Dimensions.Skip(channelsLast ? 1 : 2).Take(x.Shape.Rank - 2).ToArray();
        var op = new AveragePool(WindowReader.Read(node, null, spatial), node.Attributes.Flag("count_include_pad"), channelsLast) { Signed = x.Type.Element == ElementType.Int8 };
        return Emit(node, op, x);
    }

    private static Value GlobalAveragePool(NodeContext node)
    {
        Value x = QuantizationReader.Operand(node, 0);
        return Emit(node, new GlobalAveragePool(ChannelsLast(node, x)), x);
    }

    private static bool ChannelsLast(NodeContext node, Value x) =>
        x.Shape.Rank >= 3 ? node.Attributes.Flag("channels_last") : throw node.Invalid($"x {x.Shape} has no spatial axes.");

    private static Value Emit(NodeContext node, Operator op, Value x) =>
        node.Emit(op, x.Type.Element, QuantizationReader.PerTensor(node, 3, 4, x.Type.Element), x);
}
