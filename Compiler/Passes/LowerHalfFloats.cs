using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>op(x16) => Cast16(op(Cast32(x16)))</c>: operators on float16 and bfloat16 compute in float32 and round what they give. What only moves elements is left alone.
/// </summary>
internal static class LowerHalfFloats
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is not (Cast or Reshape or Transpose or Split or Slice or Pick or Gather or GatherElements or GatherNd or ReverseSequence or Concat))
            {
                Lower(graph, node);
            }
        }
    }

    private static void Lower(Graph graph, Node node)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] is { } x && IsHalf(x.Type))
            {
                graph.WrapInput(node, i, new Cast(), x.Type with { Element = ElementType.Float32 });
            }
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (IsHalf(node.Outputs[i].Type))
            {
                graph.WrapOutput(node, i, new Cast(), node.Outputs[i].Type with { Element = ElementType.Float32 });
            }
        }
    }

    private static bool IsHalf(TensorType type) => type.Element is ElementType.Float16 or ElementType.BFloat16;
}
