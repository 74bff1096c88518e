using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>f(Reshape(x)) => Reshape(f(x))</c> and <c>Reshape(x) + Reshape(z) => Reshape(x + z)</c>: element-wise operators come next to the operators they fuse with,
/// and reshapes next to the ones that undo them.
/// </summary>
internal static class SinkReshapes
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Unary or Clip or Lookup or Quantize or Dequantize or Reinterpret or Cast or Binary && Source(graph, node) is { } shape)
            {
                for (int i = 0; i < node.Inputs.Count; i++)
                {
                    if (node.Inputs[i] is { IsConstant: false } v)
                    {
                        node.Inputs[i] = v.Producer!.X;
                    }
                    else if (node.Inputs[i] is { } constant)
                    {
                        // One number, whatever its rank; the result's must not grow.
                        graph.WrapInput(node, i, new Reshape(Shape.Scalar), constant.Type.Of(Shape.Scalar));
                    }
                }

                graph.WrapOutput(node, 0, new Reshape(node.Y.Shape), node.Y.Type.Of(shape));
            }
        }

        graph.RemoveDeadNodes();
    }

    /// <summary>The shape before the reshapes that all computed operands come from.</summary>
    private static Shape? Source(Graph graph, Node node)
    {
        Shape? source = null;
        foreach (Value? v in node.Inputs)
        {
            bool fits = v switch
            {
                null => false,
                { IsConstant: true } => v.Shape.Length == 1,
                _ => v.Shape.Equals(node.Y.Shape) && v.Type.Quantization is null or { IsPerTensor: true } && graph.SingleConsumer(v) is not null
                    && v.ProducedBy<Reshape>() is { } reshape && (source ??= reshape.X.Shape).Equals(reshape.X.Shape),
            };
            if (!fits)
            {
                return null;
            }
        }

        return node.Y.Type.Quantization is null or { IsPerTensor: true } ? source : null;
    }
}
