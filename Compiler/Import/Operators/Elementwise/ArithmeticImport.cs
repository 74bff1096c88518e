using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>Binary arithmetic with broadcasting; the forms with any number of operands become chains.</summary>
internal static class ArithmeticImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Pair("Add", BinaryKind.Add),
        Pair("Sub", BinaryKind.Sub),
        Pair("Mul", BinaryKind.Mul),
        Pair("Div", BinaryKind.Div),
        new("Mod", Mod),
        new("Pow", Pow) { Since = 7 },
        Chain("Min", BinaryKind.Min),
        Chain("Max", BinaryKind.Max),
        Chain("Sum", BinaryKind.Add),
        new("Mean", node => node.Binary(BinaryKind.Div, Emit(node, BinaryKind.Add), node.InputCount)) { Since = 6 },
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

    /// <summary>The remainder has the divisor's sign, as in Python; with fmod, which floats ask for, the dividend's, as in C.</summary>
    private static Value Mod(NodeContext node)
    {
        Value a = node.Plain(0), b = node.Plain(1);
        bool truncated = node.Attributes.Flag("fmod");
        if (a.Type.Element.IsFloat() && !truncated)
        {
            throw node.Invalid("floats need fmod = 1.");
        }

        return Emit(node, truncated ? BinaryKind.Remainder : BinaryKind.Mod, a, b);
    }

    /// <summary>
    /// The exponent may be of another type than the base, whose type the result has. Powers that are a product, a root or a quotient become these.
    /// </summary>
    private static Value Pow(NodeContext node)
    {
        Value x = node.Plain(0), exponent = node.Plain(1);
        ElementType element = x.Type.Element;
        if (!element.IsFloat() && exponent.Type.Element.IsFloat())
        {
            Value power = Emit(node, BinaryKind.Pow, node.Cast(x, ElementType.Float64), node.Cast(exponent, ElementType.Float64));
            return node.Cast(power, element);
        }

        if (element.IsFloat() && Shape.Broadcast(x.Shape, exponent.Shape) is { } shape && shape.Equals(x.Shape)
            && NodeContext.ConstantOf(exponent) is { Length: 1 } constant)
        {
            switch (constant.FloatAt(0))
            {
                case 1:
                    return x;
                case 2:
                    return Emit(node, BinaryKind.Mul, x, x);
                case 3:
                    return Emit(node, BinaryKind.Mul, Emit(node, BinaryKind.Mul, x, x), x);
                case 0.5:
                    return node.Unary(UnaryKind.Sqrt, x);
                case -0.5:
                    return node.Unary(UnaryKind.Reciprocal, node.Unary(UnaryKind.Sqrt, x));
                case -1:
                    return node.Unary(UnaryKind.Reciprocal, x);
            }
        }

        return Emit(node, BinaryKind.Pow, x, node.Cast(exponent, element));
    }
}
