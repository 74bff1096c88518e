using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Elementwise;

/// <summary>The activation that a fused operator names.</summary>
internal static class FusedActivation
{
    public const string Names = "activations Relu, LeakyRelu, Sigmoid, HardSigmoid, Tanh and Clip";

    /// <summary>y with the activation applied, whose parameters are a list, or the attributes activation_alpha and so on.</summary>
    public static Value Apply(NodeContext node, Value y)
    {
        string name = node.Attributes.Text("activation", "");
        IReadOnlyList<float>? list = node.Attributes.Floats("activation_params");
        float? alpha = Parameter(0, "activation_alpha"), beta = Parameter(1, "activation_beta");
        node.Attributes.Ignore("activation_gamma");
        return name switch
        {
            "" => y,
            "Relu" => node.Unary(UnaryKind.Relu, y),
            "Sigmoid" => node.Unary(UnaryKind.Sigmoid, y),
            "Tanh" => node.Unary(UnaryKind.Tanh, y),
            "LeakyRelu" => node.Emit(new Unary(UnaryKind.LeakyRelu, alpha ?? 0.01f), y),
            "HardSigmoid" => node.Emit(new Unary(UnaryKind.HardSigmoid, alpha ?? 0.2f, beta ?? 0.5f), y),
            "Clip" when alpha is { } low && beta is { } high => node.Emit(new Clip(low, high), y),
            _ => throw node.Unsupported($"the activation {Printable.Quote(name)} is not supported here."),
        };

        float? Parameter(int index, string attribute)
        {
            if (list is not null)
            {
                return index < list.Count ? list[index] : null;
            }

            return node.Attributes.Has(attribute) ? node.Attributes.Float(attribute, 0) : null;
        }
    }
}
