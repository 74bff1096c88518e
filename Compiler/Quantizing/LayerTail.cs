using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// What a layer applies on its way out: the bias that a MatMul has in an Add behind it, then a Relu or Clip. No codes are wanted in between, and what the settings say of the layer holds for
/// its tail as well, unless they exclude it.
/// </summary>
internal static class LayerTail
{
    /// <returns>The node of the tail that follows; null behind the last one.</returns>
    public static OnnxNode? Next(ModelDraft draft, NodeSelection selection, OnnxNode node) =>
        OperatorRoles.RoleOf(node) is OperatorRole.Linear or OperatorRole.Arithmetic && !node.Is("Concat", "Softmax") && !OperatorRoles.IsFusable(node)
        && draft.SingleConsumer(node.Outputs[0]) is { } next && !selection.Excludes(next) && (OperatorRoles.IsFusable(next) || (selection.FusesBiases && HasBias(draft, node, next)))
            ? next
            : null;

    /// <summary>The operand of an Add that is the bias of the product in the other one.</summary>
    public static int BiasOperand(ModelDraft draft, OnnxNode addition) => draft.IsFloatConstant(addition.Input(1)) ? 1 : 0;

    private static bool HasBias(ModelDraft draft, OnnxNode product, OnnxNode addition)
    {
        if (!product.Is("MatMul") || !addition.Is("Add"))
        {
            return false;
        }

        string weights = product.Input(1), bias = addition.Inputs[BiasOperand(draft, addition)];
        return draft.IsFloatConstant(weights) && draft.IsFloatConstant(bias)
            && draft.DimensionsOf(weights) is { Count: 2 } matrix && draft.DimensionsOf(bias) is { Count: 1 } vector && vector[0] == matrix[1];
    }
}
