using System;
using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Pick(x) => Reshape(Transpose(Reshape(x)))</c> when it reads one axis as a matrix [g,k] by columns, <c>Pick(x) => Slice(x)</c> when it reads one axis
/// in equal steps: loops with strides are faster than picking elements.
/// </summary>
internal static class ExpandPicks
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Pick pick && pick.Indices.Count(i => i is not null) == 1 && node.X.Type.Quantization is null or { IsPerTensor: true })
            {
                int axis = Array.FindIndex(pick.Indices, i => i is not null);
                if (Step(pick.Indices[axis]!) is { } step)
                {
                    node.Op = EveryStep(node.X.Shape, axis, pick.Indices[axis]!, step);
                }
                else if (Rows(pick.Indices[axis]!, node.X.Shape[axis]) is { } rows)
                {
                    Expand(graph, node, axis, rows);
                }
            }
        }
    }

    private static int? Step(int[] indices)
    {
        int step = indices.Length > 1 ? indices[1] - indices[0] : 1;
        return step > 0 && indices.Length > 0 && indices.Select((read, i) => read == indices[0] + (i * step)).All(fits => fits) ? step : null;
    }

    private static Slice EveryStep(Shape shape, int axis, int[] indices, int step)
    {
        int[] starts = new int[shape.Rank], steps = Enumerable.Repeat(1, shape.Rank).ToArray(), sizes = shape.ToArray();
        starts[axis] = indices[0];
        steps[axis] = step;
        sizes[axis] = indices.Length;
        return new Slice(starts, steps, sizes);
    }

    /// <summary>The g for which index i reads element <c>(i mod g) * k + i / g</c>, with k = size / g.</summary>
    private static int? Rows(int[] indices, int size)
    {
        int rows = Array.IndexOf(indices, 1);
        return indices.Length == size && rows > 1 && size % rows == 0 && indices.Select((read, i) => read == (i % rows * (size / rows)) + (i / rows)).All(fits => fits)
            ? rows
            : null;
    }

    private static void Expand(Graph graph, Node node, int axis, int rows)
    {
        TensorType type = node.X.Type;
        int[] outer = type.Shape.Dimensions.Take(axis).ToArray(), inner = type.Shape.Dimensions.Skip(axis + 1).ToArray();
        int columns = type.Shape[axis] / rows;
        var matrix = new Shape([.. outer, rows, columns, .. inner]);
        int[] swap = Enumerable.Range(0, matrix.Rank).Select(i => i == axis ? axis + 1 : i == axis + 1 ? axis : i).ToArray();
        Value split = graph.InsertBefore(node, new Reshape(matrix), $"{node.Name}/matrix", [node.X], type.Of(matrix));
        Value swapped = graph.InsertBefore(node, new Transpose(swap), $"{node.Name}/columns", [split], Permutations.Apply(split.Type, swap));
        graph.Replace(node, graph.InsertBefore(node, new Reshape(type.Shape), node.Name, [swapped], type));
    }
}
