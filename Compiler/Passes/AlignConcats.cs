using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary><c>Concat(x, z) => Concat(Q(DQ(x)), z)</c> for operands whose codes mean something else than the result's: joining then only copies.</summary>
internal static class AlignConcats
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is not Concat || node.Y.Type is not { Quantization.IsPerTensor: true } type)
            {
                continue;
            }

            for (int i = 0; i < node.Inputs.Count; i++)
            {
                TensorType operand = node.Inputs[i]!.Type;
                if (operand.IsQuantized && !operand.SameCodes(type))
                {
                    graph.WrapInput(node, i, new Dequantize(), new TensorType(ElementType.Float32, operand.Shape));
                    graph.WrapInput(node, i, new Quantize(), type.Of(operand.Shape));
                }
            }
        }
    }
}
