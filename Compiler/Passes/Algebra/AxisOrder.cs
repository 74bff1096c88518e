using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes.Algebra;

/// <summary>Operators for which the order of the axes is a matter of naming: what they become when a transpose moves from their inputs to their outputs.</summary>
internal static class AxisOrder
{
    /// <summary>
    /// The operator o for which <c>op(T(x), …) = T'(o(x, …))</c>, T being the transpose by <paramref name="permutation"/>; null when there is none.
    /// T' is T, but for a Reduce that drops axes: see <see cref="OutputPermutation"/>.
    /// </summary>
    public static Operator? Permute(Operator op, int[] permutation) => op switch
    {
        Unary or Clip or Lookup or Binary or PRelu or Where or Quantize or DynamicQuantize or Dequantize or Reinterpret or Cast => op,
        Concat concat => new Concat(permutation[concat.Axis]),
        Split split => split with { Axis = permutation[split.Axis] },
        Interpolate interpolate => interpolate with { Axis = permutation[interpolate.Axis] },
        PlaneInterpolate { First: var first, Second: var second } => Plane(first with { Axis = permutation[first.Axis] }, second with { Axis = permutation[second.Axis] }),
        Cumulative cumulative => cumulative with { Axis = permutation[cumulative.Axis] },
        Softmax softmax => new Softmax(permutation[softmax.Axis]),
        Slice slice => new Slice(Moved(slice.Starts, permutation), Moved(slice.Steps, permutation), Moved(slice.Sizes, permutation)),
        Pad pad => pad with { Begin = Moved(pad.Begin, permutation), End = Moved(pad.End, permutation) },
        Pick pick => new Pick(Moved(pick.Indices, permutation)),
        Reduce reduce => reduce with { Axes = reduce.Axes.Select(axis => permutation[axis]).OrderBy(axis => axis).ToArray() },
        _ => null,
    };

    /// <summary>The transpose that is left behind the operator.</summary>
    public static int[] OutputPermutation(Operator op, int[] permutation)
    {
        if (op is not Reduce { KeepDims: false } reduce)
        {
            return permutation;
        }

        // The axes that stay, in either order; their ranks among themselves are what is left to permute.
        List<int> kept = Enumerable.Range(0, permutation.Length).Where(axis => !reduce.Axes.Contains(axis)).Select(axis => permutation[axis]).ToList();
        int[] sorted = kept.OrderBy(axis => axis).ToArray();
        return kept.Select(axis => Array.IndexOf(sorted, axis)).ToArray();
    }

    /// <summary>The inputs that hold one entry per element or broadcast, and so have to be transposed along.</summary>
    public static int DataInputs(Node node) => node.Op switch
    {
        Binary or PRelu => 2,
        Where => 3,
        Concat => node.Inputs.Count,
        _ => 1,
    };

    /// <summary>The results that hold one entry per element.</summary>
    public static int DataOutputs(Node node) => node.Op is DynamicQuantize ? 1 : node.Outputs.Count;

    private static PlaneInterpolate? Plane(Interpolate first, Interpolate second) => Math.Abs(first.Axis - second.Axis) == 1 ? new PlaneInterpolate(first, second) : null;

    private static T[] Moved<T>(T[] perAxis, int[] permutation) => Permutations.Apply(perAxis, Permutations.Inverse(permutation));
}
