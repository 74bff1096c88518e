using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary><c>Softmax{axis}(x) => T(Softmax{last axis}(T(x)))</c>: kernels sum along contiguous rows.</summary>
internal static class MoveSoftmaxAxes
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            int last = node.Outputs[0].Shape.Rank - 1;
            if (node.Op is not Softmax softmax || softmax.Axis == last)
            {
                continue;
            }

            // The axes swap places, so that the transpose is its own inverse.
            int[] swap = Enumerable.Range(0, last + 1).Select(i => i == softmax.Axis ? last : i == last ? softmax.Axis : i).ToArray();
            graph.WrapInput(node, 0, new Transpose(swap), Permutations.Apply(node.X.Type, swap));
            graph.WrapOutput(node, 0, new Transpose(swap), Permutations.Apply(node.Y.Type, swap));
            node.Op = new Softmax(last);
        }
    }
}
