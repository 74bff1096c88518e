using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Recurrence;

/// <summary>The activation functions of recurrent operators, whose parameters are two lists that those functions consume in order which have any.</summary>
internal static class RecurrentActivations
{
    private static readonly Unary sigmoid = new(UnaryKind.Sigmoid);
    private static readonly Unary tanh = new(UnaryKind.Tanh);

    public static IReadOnlyList<Unary> Read(NodeContext node, RecurrentKind kind, int directions)
    {
        var alphas = new Queue<float>(node.Attributes.Floats("activation_alpha") ?? []);
        var betas = new Queue<float>(node.Attributes.Floats("activation_beta") ?? []);
        int count = Recurrent.ActivationsOf(kind) * directions;
        if (node.Attributes.Strings("activations") is not { Count: > 0 } names)
        {
            Unary[] each = kind switch
            {
                RecurrentKind.Rnn => [tanh],
                RecurrentKind.Gru => [sigmoid, tanh],
                _ => [sigmoid, tanh, tanh],
            };
            return Enumerable.Repeat(each, directions).SelectMany(a => a).ToArray();
        }

        return names.Count == count
            ? names.Select(name => Named(node, name, alphas, betas)).ToArray()
            : throw node.Invalid($"it names {names.Count} activations instead of {count}.");
    }

    /// <summary>Exporters differ in the names' capitals.</summary>
    private static Unary Named(NodeContext node, string name, Queue<float> alphas, Queue<float> betas) => name.ToUpperInvariant() switch
    {
        "SIGMOID" => sigmoid,
        "TANH" => tanh,
        "RELU" => new Unary(UnaryKind.Relu),
        "AFFINE" => new Unary(UnaryKind.Affine, Next(alphas, 1), Next(betas, 0)),
        "LEAKYRELU" => new Unary(UnaryKind.LeakyRelu, Next(alphas, 0.01f)),
        "THRESHOLDEDRELU" => new Unary(UnaryKind.ThresholdedRelu, Next(alphas, 1)),
        "SCALEDTANH" => new Unary(UnaryKind.ScaledTanh, Next(alphas, 1), Next(betas, 1)),
        "HARDSIGMOID" => new Unary(UnaryKind.HardSigmoid, Next(alphas, 0.2f), Next(betas, 0.5f)),
        "ELU" => new Unary(UnaryKind.Elu, Next(alphas, 1)),
        "SOFTSIGN" => new Unary(UnaryKind.Softsign),
        "SOFTPLUS" => new Unary(UnaryKind.Softplus),
        _ => throw node.Unsupported($"its activation {Printable.Quote(name)} is not among those of the ONNX standard."),
    };

    private static float Next(Queue<float> parameters, float absent) => parameters.Count > 0 ? parameters.Dequeue() : absent;
}
