using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>Functions of single elements, and PRelu.</summary>
internal static class ActivationImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Arithmetic("Relu", UnaryKind.Relu),
        Function("LeakyRelu", UnaryKind.LeakyRelu, alpha: 0.01f),
        new("PRelu", PRelu) { Since = 7 },
        Function("Sigmoid", UnaryKind.Sigmoid),
        Function("Tanh", UnaryKind.Tanh),
        Function("HardSigmoid", UnaryKind.HardSigmoid, alpha: 0.2f, beta: 0.5f),
        Function("HardSwish", UnaryKind.HardSwish),
        Function("Elu", UnaryKind.Elu, alpha: 1),
        Function("Celu", UnaryKind.Celu, alpha: 1),
        Function("Selu", UnaryKind.Selu, alpha: 1.67326319217681884765625f, beta: 1.05070102214813232421875f, betaName: "gamma"),
        new("Gelu", Gelu),
        Function("Mish", UnaryKind.Mish),
        Function("Swish", UnaryKind.Swish, alpha: 1),
        Function("ThresholdedRelu", UnaryKind.ThresholdedRelu, alpha: 1),
        new("Shrink", Shrink),
        Function("Softplus", UnaryKind.Softplus),
        Function("Softsign", UnaryKind.Softsign),
        Function("Exp", UnaryKind.Exp),
        Function("Log", UnaryKind.Log),
        Function("Sqrt", UnaryKind.Sqrt),
        Function("Reciprocal", UnaryKind.Reciprocal),
        Function("Erf", UnaryKind.Erf),
        Function("Floor", UnaryKind.Floor),
        Function("Ceil", UnaryKind.Ceil),
        Function("Round", UnaryKind.Round),
        .. Angles,
        Arithmetic("Sign", UnaryKind.Sign),
        Arithmetic("Abs", UnaryKind.Abs),
        Arithmetic("Neg", UnaryKind.Neg),
    ];

    private static IEnumerable<OperatorEntry> Angles =>
        new[]
        {
            UnaryKind.Sin, UnaryKind.Cos, UnaryKind.Tan, UnaryKind.Asin, UnaryKind.Acos, UnaryKind.Atan,
            UnaryKind.Sinh, UnaryKind.Cosh, UnaryKind.Asinh, UnaryKind.Acosh, UnaryKind.Atanh,
        }.Select(kind => Function(kind.ToString(), kind));

    /// <summary>A function of floats; the defaults of alpha and beta are given for those that have them.</summary>
    private static OperatorEntry Function(string name, UnaryKind kind, float? alpha = null, float? beta = null, string betaName = "beta") => new(
        name,
        node => node.Emit(
            new Unary(
                kind,
                alpha is { } a ? node.Attributes.Float("alpha", a) : 0,
                beta is { } b ? node.Attributes.Float(betaName, b) : 0),
            node.Real(0)))
    {
        Since = 6,
    };

    /// <summary>A function that integers have too.</summary>
    private static OperatorEntry Arithmetic(string name, UnaryKind kind) => new(name, node => node.Emit(new Unary(kind), node.Plain(0))) { Since = 6 };

    private static Value Gelu(NodeContext node) => node.Attributes.Text("approximate", "none") switch
    {
        "none" => node.Unary(UnaryKind.Gelu, node.Real(0)),
        "tanh" => node.Unary(UnaryKind.GeluTanh, node.Real(0)),
        var other => throw node.Invalid($"there is no approximation {Printable.Quote(other)}."),
    };

    /// <summary>Integers are computed as double, which holds those that are likely.</summary>
    private static Value Shrink(NodeContext node)
    {
        Value x = node.Plain(0);
        ElementType element = x.Type.Element;
        var op = new Unary(UnaryKind.Shrink, node.Attributes.Float("lambd", 0.5f), node.Attributes.Float("bias", 0));
        return node.Cast(node.Emit(op, element.IsFloat() ? x : node.Cast(x, ElementType.Float64)), element);
    }

    private static Value PRelu(NodeContext node)
    {
        Value x = node.Plain(0), slope = node.Plain(1);
        ElementRules.Common(node, x, slope);
        return node.Emit(new PRelu(), x, slope);
    }
}
