using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>How an operator takes part in a static quantization.</summary>
internal enum OperatorRole
{
    /// <summary>Stays in float.</summary>
    None,

    /// <summary>A convolution or matrix product: operands and result are quantized, constant weights by channel.</summary>
    Linear,

    /// <summary>Any other arithmetic: operands and result are quantized, each with its own range.</summary>
    Arithmetic,

    /// <summary>Moves codes or picks among them: quantized when its operand is, with the operand's quantization.</summary>
    Movement,
}

internal static class OperatorRoles
{
    public static OperatorRole RoleOf(OnnxNode node) => node.Domain.Length > 0 ? OperatorRole.None : node.OpType switch
    {
        "Conv" or "ConvTranspose" or "Gemm" or "MatMul" => OperatorRole.Linear,
        "Add" or "Mul" or "Concat" or "AveragePool" or "GlobalAveragePool" or "Relu" or "Clip" or "LeakyRelu" or "Sigmoid" or "Tanh"
            or "HardSigmoid" or "HardSwish" or "Elu" or "Softmax" => OperatorRole.Arithmetic,
        "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose" or "Slice" or "Split" or "Gather" or "MaxPool" or "GlobalMaxPool"
            or "Resize" or "Upsample" or "DepthToSpace" or "SpaceToDepth" or "Identity" or "Tile" or "Expand" or "Pad" => OperatorRole.Movement,
        _ => OperatorRole.None,
    };

    /// <summary>An activation that a kernel applies on its way out: no codes are wanted before it.</summary>
    public static bool IsFusable(OnnxNode node) => node.Is("Relu", "Clip");
}
