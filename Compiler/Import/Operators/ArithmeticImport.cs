using System.Collections.Generic;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Binary arithmetic with broadcasting; the forms with any number of operands become chains.</summary>
internal static class ArithmeticImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Pair("Add", BinaryKind.Add),
        Pair("Sub", BinaryKind.Sub),
        Pair("Mul", BinaryKind.Mul),
        Pair("Div", BinaryKind.Div),
        new("Pow", Pow) { Since = 7 },
        Chain("Min", BinaryKind.Min),
        Chain("Max", BinaryKind.Max),
        Chain("Sum", BinaryKind.Add),
    ];

    private static OperatorEntry Pair(string name, BinaryKind kind) => new(name, node => Emit(node, kind, node.Plain(0), node.Plain(1))) { Since = 7 };

    private static OperatorEntry Chain(string name, BinaryKind kind) => new(name, node => Emit(node, kind)) { Since = 6 };

    private static Value Emit(NodeContext node, BinaryKind kind, Value a, Value b)
    {
        if (ElementRules.Common(node, a, b) == ElementType.Bool)
        {
            throw node.Invalid("its operands are bool.");
        }

        return node.Emit(new Binary(kind), a, b);
    }

    private static Value Emit(NodeContext node, BinaryKind kind)
    {
        Value result = node.Plain(0);
        for (int i = 1; i < node.InputCount; i++)
        {
            result = Emit(node, kind, result, node.Plain(i));
        }

        return result;
    }

    /// <summary>The exponent may be of another type than the base, whose type the result has.</summary>
    private static Value Pow(NodeContext node)
    {
        Value x = node.Plain(0), exponent = node.Plain(1);
        if (exponent.Type.Element != x.Type.Element)
        {
            exponent = node.Emit(new Cast(), x.Type.Element, null, exponent);
        }

        return Emit(node, BinaryKind.Pow, x, exponent);
    }
}
