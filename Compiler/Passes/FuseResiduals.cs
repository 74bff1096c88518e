using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Add(Conv(x, w, b), r) => Conv{residual}(x, w, b, r)</c> on codes, also for products with constant weights: the sum is taken while the convolution's
/// result is in registers, requantized in between as the graph says.
/// </summary>
internal static class FuseResiduals
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Binary { Kind: BinaryKind.Add, Signed: false } add && node.Y.Type.IsByteActivation() && node.Y.Shape.Length > 1
                && node.Inputs.All(v => v!.Type.IsByteActivation() && !v.IsConstant && v.Shape.Equals(node.Y.Shape)))
            {
                // The operand that is computed last: the other one is then there already.
                var order = graph.Nodes.ToList();
                int[] candidates = new[] { 0, 1 }.Where(i => CanHold(graph, node, i)).OrderByDescending(i => order.IndexOf(node.Inputs[i]!.Producer!)).ToArray();
                if (candidates.Length > 0)
                {
                    Fuse(graph, node, add, candidates[0]);
                }
            }
        }
    }

    private static bool CanHold(Graph graph, Node add, int index) =>
        graph.SingleConsumer(add.Inputs[index]!) == add
        && add.Inputs[index]!.Producer is { } producer
        && producer.Op is Conv { Residual: null } or MatMul { Residual: null }
        && producer.Inputs[1] is { IsConstant: true } w && (producer.Op is Conv || w.Shape.Rank == 2)
        && producer.X.Type.IsByteActivation();

    private static void Fuse(Graph graph, Node node, Binary add, int index)
    {
        Value sum = node.Inputs[index]!, other = node.Inputs[1 - index]!;
        Node linear = sum.Producer!;
        var residual = new Residual(sum.Type.Element, sum.Type.Quantization!, add.Clamp, ResidualFirst: index == 1);
        Operator op = linear.Op is Conv conv ? conv with { Residual = residual } : (MatMul)linear.Op with { Residual = residual };
        graph.Replace(node, graph.InsertBefore(node, op, linear.Name, [linear.X, linear.Inputs[1], linear.Input(2), other], node.Y.Type));
        graph.Remove(linear);
    }
}
