using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Turns nodes that read nothing but constants into constants, so that weights that a model computes are seen as weights. Quantized constants stay as they are, and so does what is computed
/// from the shapes of inputs: the file that is written serves other sizes than the ones it was quantized with.
/// </summary>
internal static class FoldConstantNodes
{
    public static void Run(ModelDraft draft, ModelFacts facts)
    {
        foreach (OnnxNode node in draft.Nodes.ToArray())
        {
            if (node.OpType != "DequantizeLinear" && node.Inputs.All(i => i.Length == 0 || draft.IsConstant(i)) && node.Outputs.All(o => o.Length == 0 || (facts.ConstantOf(o) is not null && !draft.IsOutput(o))))
            {
                draft.Nodes.Remove(node);
                foreach (string output in node.Outputs.Where(o => o.Length > 0))
                {
                    draft.SetConstant(output, facts.ConstantOf(output)!);
                }
            }
        }
    }
}
