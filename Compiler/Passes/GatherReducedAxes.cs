using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Reduce{axes}(x) => Reshape(Reduce{last axes}(Transpose(x)))</c> when the axes are not neighbours: kernels reduce one run of axes. The order of
/// the sum stays row-major.
/// </summary>
internal static class GatherReducedAxes
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is not Reduce { Axes.Length: > 1 } reduce || AreNeighbours(reduce.Axes, node.X.Shape))
            {
                continue;
            }

            int rank = node.X.Shape.Rank;
            int[] kept = Enumerable.Range(0, rank).Where(a => !reduce.Axes.Contains(a)).ToArray();
            int[] permutation = kept.Concat(reduce.Axes.OrderBy(a => a)).ToArray();
            var shape = new Shape(permutation.Select(a => node.X.Shape[a]));
            Value moved = graph.InsertBefore(node, new Transpose(permutation), node.Name + "/moved", [node.X], node.X.Type with { Shape = shape });
            var op = new Reduce(reduce.Kind, Enumerable.Range(kept.Length, rank - kept.Length).ToArray(), KeepDims: false);
            Value reduced = graph.InsertBefore(node, op, node.Name + "/reduced", [moved], node.Y.Type with { Shape = op.InferShapes([shape])[0] });
            graph.Replace(node, graph.InsertBefore(node, new Reshape(node.Y.Shape), node.Name, [reduced], node.Y.Type));
        }
    }

    private static bool AreNeighbours(int[] axes, Shape shape) =>
        Enumerable.Range(axes.Min(), axes.Max() - axes.Min() + 1).All(a => axes.Contains(a) || shape[a] == 1);
}
