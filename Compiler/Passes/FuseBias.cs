using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>MatMul(a, b) + c => MatMul(a, b, c)</c> and <c>Conv(x, w) + c => Conv(x, w, c)</c> for a float result and a constant c, or one behind a Dequantize, with
/// one value per column or channel.
/// </summary>
internal static class FuseBias
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Binary { Kind: BinaryKind.Add } && !node.Y.Type.IsQuantized && !Fuse(graph, node, 0))
            {
                Fuse(graph, node, 1);
            }
        }
    }

    private static bool Fuse(Graph graph, Node node, int index)
    {
        Value sum = node.Inputs[index]!, bias = node.Inputs[1 - index]!;
        if (sum.Producer is not { } linear || linear.Input(2) is not null || graph.SingleConsumer(sum) != node || !sum.Type.Equals(node.Y.Type)
            || !Accumulators.IsConstant(bias) || ChannelAxis(linear) is not { } axis)
        {
            return false;
        }

        if (Accumulators.Vector(graph, node, bias, sum.Shape[axis], inner: -1 - axis) is not { } vector)
        {
            return false;
        }

        Value?[] inputs = [linear.X, linear.Inputs[1], vector, .. linear.Inputs.Skip(3)];
        graph.Replace(node, graph.InsertBefore(node, linear.Op, linear.Name, inputs, node.Y.Type));
        graph.Remove(linear);
        return true;
    }

    /// <summary>The axis of the result that the bias runs along, counted from the end as broadcasting does.</summary>
    private static int? ChannelAxis(Node linear) => linear.Op switch
    {
        _ when !linear.Y.Type.Element.IsFloat() => null,
        MatMul { Activation: null, Residual: null } when linear.Inputs[1]!.Shape.Rank >= 2 => -1,
        Conv { Activation: null, Residual: null, ChannelsLast: false } => 1 - linear.Y.Shape.Rank,
        _ => null,
    };
}
