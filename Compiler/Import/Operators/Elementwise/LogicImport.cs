using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>Comparisons, logic, bits, and the choice between elements.</summary>
internal static class LogicImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Comparison("Equal", BinaryKind.Equal),
        Comparison("Less", BinaryKind.Less),
        Comparison("LessOrEqual", BinaryKind.LessOrEqual),
        Comparison("Greater", BinaryKind.Greater),
        Comparison("GreaterOrEqual", BinaryKind.GreaterOrEqual),
        Logic("And", BinaryKind.And),
        Logic("Or", BinaryKind.Or),
        Logic("Xor", BinaryKind.Xor),
        new("Not", node => node.Unary(UnaryKind.Not, Bool(node, 0))),
        Bits("BitwiseAnd", BinaryKind.And),
        Bits("BitwiseOr", BinaryKind.Or),
        Bits("BitwiseXor", BinaryKind.Xor),
        new("BitwiseNot", node => node.Unary(UnaryKind.Not, Integer(node, 0))) { Since = 18 },
        new("BitShift", BitShift) { Since = 11 },
        new("IsNaN", node => node.Emit(new Unary(UnaryKind.IsNaN), ElementType.Bool, null, node.Real(0))),
        new("IsInf", IsInf),
        new("Where", Where),
    ];

    private static OperatorEntry Comparison(string name, BinaryKind kind) => new(name, node => Emit(node, kind, node.Plain(0), node.Plain(1))) { Since = 7 };

    private static OperatorEntry Logic(string name, BinaryKind kind) => new(name, node => Emit(node, kind, Bool(node, 0), Bool(node, 1))) { Since = 7 };

    private static OperatorEntry Bits(string name, BinaryKind kind) => new(name, node => Emit(node, kind, Integer(node, 0), Integer(node, 1))) { Since = 18 };

    private static Value Emit(NodeContext node, BinaryKind kind, Value a, Value b)
    {
        ElementRules.Common(node, a, b);
        return node.Binary(kind, a, b);
    }

    private static Value BitShift(NodeContext node) => node.Attributes.Text("direction", "") switch
    {
        "LEFT" => Emit(node, BinaryKind.ShiftLeft, Integer(node, 0), Integer(node, 1)),
        "RIGHT" => Emit(node, BinaryKind.ShiftRight, Integer(node, 0), Integer(node, 1)),
        var direction => throw node.Invalid($"the direction {Printable.Quote(direction)} is neither LEFT nor RIGHT."),
    };

    private static Value IsInf(NodeContext node)
    {
        var op = new Unary(UnaryKind.IsInf, node.Attributes.Int("detect_negative", 1), node.Attributes.Int("detect_positive", 1));
        return node.Emit(op, ElementType.Bool, null, node.Real(0));
    }

    private static Value Where(NodeContext node)
    {
        Value condition = Bool(node, 0), x = node.Plain(1), y = node.Plain(2);
        return node.Emit(new Where(), ElementRules.Common(node, x, y), null, condition, x, y);
    }

    private static Value Bool(NodeContext node, int index) => node.Plain(index) is { Type.Element: ElementType.Bool } value
        ? value
        : throw node.Invalid($"input {index} holds {node.Plain(index).Type.Element.ShortName()} instead of bool.");

    private static Value Integer(NodeContext node, int index) => node.Plain(index) is var value && !value.Type.Element.IsFloat() && value.Type.Element != ElementType.Bool
        ? value
        : throw node.Invalid($"input {index} holds {value.Type.Element.ShortName()} instead of integers.");
}
