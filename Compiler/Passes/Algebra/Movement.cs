using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes.Algebra;

/// <summary>
/// Operators that choose among the elements of their first input and so commute with an increasing function of each element, such as Quantize and
/// Dequantize: the ones that move elements, and MaxPool.
/// </summary>
internal static class Movement
{
    /// <summary>The node takes all its data from its first input.</summary>
    public static bool IsMovement(Node node) => node.Op is Reshape or Transpose or Split or Slice or Pad or Pick or Gather or GatherElements or GatherNd or ReverseSequence or MaxPool;

    /// <summary>The quantization of the node's output <paramref name="to"/> when its input has the quantization given; null when it has none.</summary>
    public static Quantization? Quantization(Node node, Quantization quantization, Shape to)
    {
        if (quantization.IsPerTensor)
        {
            return node.Op is not MaxPool || quantization.Scale > 0 ? quantization : null;
        }

        int axis = node.Op switch
        {
            Transpose transpose => transpose.Permutation.ToList().IndexOf(quantization.Axis),
            Reshape => ReshapedAxis(node.X.Shape, quantization.Axis, to),
            _ => -1,
        };
        return axis >= 0 ? quantization.WithAxis(axis) : null;
    }

    /// <summary>The axis of the new shape that runs over the same elements as an axis of the old one, or -1.</summary>
    private static int ReshapedAxis(Shape from, int axis, Shape to)
    {
        IEnumerable<int> candidates = Enumerable.Range(0, to.Rank)
            .Where(i => to[i] == from[axis] && to.Product(0, i) == from.Product(0, axis));
        return candidates.DefaultIfEmpty(-1).First();
    }
}
