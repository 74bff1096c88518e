using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>BatchNormalization(x, scale, bias, mean, variance) => (x - mean) * (scale / sqrt(variance + epsilon)) + bias</c> when the model computes its
/// parameters at run time.
/// </summary>
internal static class ExpandBatchNormalization
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is BatchNormalization { ChannelsLast: false } op && node.X.Shape.Rank >= 2)
            {
                Expand(graph, node, op.Epsilon);
            }
        }
    }

    private static void Expand(Graph graph, Node node, float epsilon)
    {
        int[] shape = Enumerable.Repeat(1, node.X.Shape.Rank - 1).ToArray();
        shape[0] = node.X.Shape[1];
        var type = new TensorType(node.Y.Type.Element, new Shape(shape));
        Value scale = Parameter(1), bias = Parameter(2), mean = Parameter(3), variance = Parameter(4);
        Value shifted = Apply(BinaryKind.Add, "variance", type, variance, new Value("epsilon", type.Element == ElementType.Float64 ? TensorData.From<double>(type.Element, Shape.Scalar, [epsilon]) : TensorData.Floats(Shape.Scalar, epsilon)));
        Value deviation = graph.InsertBefore(node, new Unary(UnaryKind.Sqrt), node.Name + "/deviation", [shifted], type);
        Value gain = Apply(BinaryKind.Div, "gain", type, scale, deviation);
        Value centred = Apply(BinaryKind.Sub, "centred", node.Y.Type, node.X, mean);
        Value scaled = Apply(BinaryKind.Mul, "scaled", node.Y.Type, centred, gain);
        graph.Replace(node, Apply(BinaryKind.Add, "shifted", node.Y.Type, scaled, bias));

        Value Parameter(int index) =>
            graph.InsertBefore(node, new Reshape(type.Shape), $"{node.Name}/parameter{index}", [node.Inputs[index]!], node.Inputs[index]!.Type with { Shape = type.Shape });

        Value Apply(BinaryKind kind, string what, TensorType result, Value a, Value b) =>
            graph.InsertBefore(node, new Binary(kind), $"{node.Name}/{what}", [a, b], result);
    }
}
