using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>MatMul(a, b, bias){activation} => Clip(MatMul(a, b) + bias)</c>, and the same for Conv, when the bias is computed at run time: kernels take it from the
/// packed weights.
/// </summary>
internal static class SplitDynamicBias
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Conv { ChannelsLast: true } or MatMul && node.Input(2) is { IsConstant: false, Type.IsQuantized: false } bias && node.Y.Type.Element == ElementType.Float32)
            {
                FloatClamp? activation = (node.Op as Conv)?.Activation ?? (node.Op as MatMul)?.Activation;
                Operator product = node.Op is Conv conv ? conv with { Activation = null } : ((MatMul)node.Op) with { Activation = null };
                Value y = graph.InsertBefore(node, product, node.Name, node.Inputs.Take(2), node.Y.Type);
                y = graph.InsertBefore(node, new Binary(BinaryKind.Add), node.Name + "/bias", [y, bias], node.Y.Type);
                if (activation is { } range)
                {
                    y = graph.InsertBefore(node, new Clip(range.Low, range.High), node.Name + "/activation", [y], node.Y.Type);
                }

                graph.Replace(node, y);
            }
        }
    }
}
