using System.Collections.Generic;

namespace Octavo.Compiler.Import.Operators;

/// <summary>Functions of single elements, and PRelu.</summary>
internal static class ActivationImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Function("Relu", UnaryKind.Relu),
        Function("LeakyRelu", UnaryKind.LeakyRelu, alpha: 0.01f),
        new("PRelu", PRelu) { Since = 7 },
        Function("Sigmoid", UnaryKind.Sigmoid),
        Function("Tanh", UnaryKind.Tanh),
        Function("HardSigmoid", UnaryKind.HardSigmoid, alpha: 0.2f, beta: 0.5f),
        Function("HardSwish", UnaryKind.HardSwish),
        Function("Elu", UnaryKind.Elu, alpha: 1),
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
        Arithmetic("Abs", UnaryKind.Abs),
        Arithmetic("Neg", UnaryKind.Neg),
    ];

    /// <summary>A function of floats; the defaults of alpha and beta are given for those that have them.</summary>
    private static OperatorEntry Function(string name, UnaryKind kind, float? alpha = null, float? beta = null) => new(
        name,
        node => node.Emit(
            new Unary(
                kind,
                alpha is { } a ? node.Attributes.Float("alpha", a) : 0,
                beta is { } b ? node.Attributes.Float("beta", b) : 0),
            node.Real(0)))
    {
        Since = 6,
    };

    /// <summary>A function that integers have too.</summary>
    private static OperatorEntry Arithmetic(string name, UnaryKind kind) => new(name, node => node.Emit(new Unary(kind), node.Plain(0))) { Since = 6 };

    private static Value PRelu(NodeContext node)
    {
        Value x = node.Real(0), slope = node.Real(1);
        ElementRules.Common(node, x, slope);
        return node.Emit(new PRelu(), x, slope);
    }
}
