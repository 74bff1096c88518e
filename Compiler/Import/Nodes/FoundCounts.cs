using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// Results whose length depends on the data. In the graph each is as long as it can be along one axis, and a scalar says how much of that was found. Whatever moves
/// such results, or computes with their elements one by one, has results of the same kind; other operators must not read them.
/// </summary>
internal sealed class FoundCounts
{
    private readonly Dictionary<Value, (int Axis, Value Count)> _found = [];

    public void Add(Value result, int axis, Value count) => _found[result] = (axis, count);

    /// <summary>How much of a result was found; null when all of it has a meaning.</summary>
    public Value? CountOf(Value value) => _found.TryGetValue(value, out (int, Value Count) found) ? found.Count : null;

    /// <summary>Looks at nodes that were just imported.</summary>
    public void Follow(NodeContext context, IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes.Where(n => n.Inputs.Any(v => v is not null && _found.ContainsKey(v))))
        {
            (int Axis, Value Count)[] all = Enumerable.Range(0, node.Inputs.Count)
                .Where(i => node.Inputs[i] is { } input && _found.ContainsKey(input))
                .Select(i => (AxisOf(node, i, _found[node.Inputs[i]!].Axis) ?? throw Lost(context), _found[node.Inputs[i]!].Count))
                .Distinct()
                .ToArray();
            if (all.Length != 1)
            {
                throw Lost(context);
            }

            foreach (Value output in node.Outputs)
            {
                Add(output, all[0].Axis, all[0].Count);
            }
        }
    }

    public static ImportException Lost(NodeContext context) => context.Unsupported(
        "it reads a result whose length depends on the data, and does more than move it or compute with its elements one by one. End the model before it, and do the rest in C#.");

    /// <summary>Where the axis of an input is found again in the outputs; null when its entries mix there.</summary>
    private static int? AxisOf(Node node, int input, int axis)
    {
        Shape x = node.Inputs[input]!.Shape, y = node.Y.Shape;
        return node.Op switch
        {
            Unary or Clip or PRelu or Cast or Reinterpret or Quantize or Dequantize or Binary or Where => axis + y.Rank - x.Rank,
            Transpose transpose => System.Array.IndexOf(transpose.Permutation, axis),
            Reshape => Enumerable.Range(0, y.Rank).Where(a => y[a] == x[axis] && y.Product(0, a) == x.Product(0, axis)).Select(a => (int?)a).FirstOrDefault(),
            Slice slice when slice.Starts[axis] == 0 && slice.Steps[axis] == 1 && slice.Sizes[axis] == x[axis] => axis,
            Pick pick when pick.Indices[axis] is null => axis,
            Concat concat when concat.Axis != axis => axis,
            Split split when split.Axis != axis => axis,
            Softmax softmax when softmax.Axis != axis => axis,
            Reduce reduce when !reduce.Axes.Contains(axis) => reduce.KeepDims ? axis : axis - reduce.Axes.Count(a => a < axis),
            MatMul when input == 0 && axis < x.Rank - 1 => axis + y.Rank - x.Rank,
            Gather gather when input == 1 => gather.Axis + axis,
            Gather gather when axis != gather.Axis => axis < gather.Axis ? axis : axis + node.Inputs[1]!.Shape.Rank - 1,
            GatherNd when input == 1 && axis < x.Rank - 1 => axis,
            _ => null,
        };
    }
}
