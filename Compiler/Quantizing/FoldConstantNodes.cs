using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>Turns nodes whose results no input decides into constants, so that weights that a model computes are seen as weights. Quantized constants stay as they are.</summary>
internal static class FoldConstantNodes
{
    public static void Run(ModelDraft draft, ModelFacts facts)
    {
        foreach (OnnxNode node in draft.Nodes.ToArray())
        {
            if (node.OpType != "DequantizeLinear" && node.Outputs.All(o => o.Length == 0 || (facts.ConstantOf(o) is not null && !draft.IsOutput(o))))
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
