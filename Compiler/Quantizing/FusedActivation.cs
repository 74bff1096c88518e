using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// The Relu or Clip that a layer applies on its way out: no codes are wanted between the two, and what the settings say of the layer holds for it as well, unless they exclude it.
/// </summary>
internal static class FusedActivation
{
    /// <returns>Null when the node has none.</returns>
    public static OnnxNode? Behind(ModelDraft draft, NodeSelection selection, OnnxNode node) =>
        OperatorRoles.RoleOf(node) is OperatorRole.Linear or OperatorRole.Arithmetic && !node.Is("Concat", "Softmax") && !OperatorRoles.IsFusable(node)
        && draft.SingleConsumer(node.Outputs[0]) is { } next && OperatorRoles.IsFusable(next) && !selection.Excludes(next)
            ? next
            : null;
}
