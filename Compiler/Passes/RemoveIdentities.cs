using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary><c>op(x) => x</c> for operators that change nothing: a Reshape to the same shape, a Clip without bounds, a Concat of one, …</summary>
internal static class RemoveIdentities
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Outputs.Count == 1 && node.Inputs.Count > 0 && node.X.Type.Equals(node.Y.Type) && IsIdentity(node))
            {
                graph.Replace(node, node.X);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static bool IsIdentity(Node node) => node.Op switch
    {
        Reshape or Cast => true,
        Reinterpret reinterpret => reinterpret.Offset == 0,
        Transpose transpose => Permutations.IsIdentity(transpose.Permutation),
        Concat => node.Inputs.Count == 1,
        Split => true,
        Slice slice => slice.Starts.All(s => s == 0) && slice.Steps.Zip(slice.Sizes, (step, size) => step == 1 || size == 1).All(plain => plain),
        Pad => true,
        Pick pick => pick.Indices.All(indices => indices is null || indices.SequenceEqual(Enumerable.Range(0, indices.Length))),
        Clip clip => !node.X.Type.IsQuantized && IsUnbounded(clip, node.X.Type.Element),
        Lookup lookup => lookup.Table.SequenceEqual(Enumerable.Range(0, 256).Select(i => (byte)i)),
        _ => false,
    };

    private static bool IsUnbounded(Clip clip, ElementType type) => type.IsFloat()
        ? double.IsNegativeInfinity(clip.Low) && double.IsPositiveInfinity(clip.High)
        : clip.Low <= type.MinValue() && clip.High >= type.MaxValue();
}
