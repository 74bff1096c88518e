using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>Which operators treat the items along the first axis alike, and under which conditions.</summary>
internal static class BatchRules
{
    /// <summary>True when the second shape is the first with its first dimension doubled.</summary>
    public static bool IsDoubled(Shape one, Shape two) =>
        one.Rank > 0 && one.Rank == two.Rank && two[0] == 2 * one[0] && one.With(0, two[0]).Equals(two);

    /// <summary>Why a node that reads items mixes them, to follow the node's name; null when it does not.</summary>
    /// <param name="a">The node for one item.</param>
    /// <param name="b">The same node for two.</param>
    /// <param name="batched">The values of the first graph that hold items along their first axis.</param>
    public static string? Obstacle(Node a, Node b, HashSet<Value> batched)
    {
        for (int i = 0; i < a.Outputs.Count; i++)
        {
            if (!IsDoubled(a.Outputs[i].Shape, b.Outputs[i].Shape))
            {
                return $"gives {a.Outputs[i].Shape} for one item and {b.Outputs[i].Shape} for two";
            }

            if (!Equals(a.Outputs[i].Type.Quantization, b.Outputs[i].Type.Quantization))
            {
                return "quantizes by the number of items";
            }
        }

        return IsItemwise(a, b, batched) ? null : "mixes items along the first axis";
    }

    private static bool IsItemwise(Node a, Node b, HashSet<Value> batched) => (a.Op, b.Op) switch
    {
        (Quantize or Dequantize or Reinterpret or Cast or Lookup or Reshape, _) => true,
        (Unary or Clip, _) => a.Op.Equals(b.Op),
        (Binary or PRelu, _) => a.Op.Equals(b.Op) && a.Inputs.All(v => IsAligned(v!, a.Y.Shape.Rank, batched)),
        (Conv or MaxPool or AveragePool or GlobalAveragePool or BatchNormalization, _) => OnlyFirst(a, batched),
        (MatMul, _) => IsItemwiseProduct(a, batched) && a.Inputs.Skip(2).All(v => v is null || !batched.Contains(v)),
        (BlockMatMul, _) => a.X.Shape.Rank > 1 && OnlyFirst(a, batched),
        (Gemm gemm, _) => !gemm.TransA && batched.Contains(a.X) && !batched.Contains(a.Inputs[1]!) && (a.Input(2) is not { } c || IsAligned(c, 2, batched)),
        (Softmax softmax, Softmax other) => softmax.Axis == other.Axis && softmax.Axis != 0,
        (Where, _) => a.Inputs.All(v => IsAligned(v!, a.Y.Shape.Rank, batched)),
        (Reduce reduce, Reduce other) => reduce.Axes.SequenceEqual(other.Axes) && !reduce.Axes.Contains(0),
        (ArgReduce reduce, _) => a.Op.Equals(b.Op) && reduce.Axis != 0,
        (Cumulative cumulative, _) => a.Op.Equals(b.Op) && cumulative.Axis != 0,
        (LayerNormalization norm, _) => a.Op.Equals(b.Op) && norm.Axis != 0 && OnlyFirst(a, batched),
        (Transpose transpose, _) => transpose.Permutation[0] == 0,
        (Concat concat, _) => concat.Axis != 0 && a.Inputs.All(v => batched.Contains(v!)),
        (Split split, _) => split.Axis != 0,
        (Slice slice, Slice other) => slice.Starts.SequenceEqual(other.Starts) && slice.Steps.SequenceEqual(other.Steps)
            && slice.Starts[0] == 0 && slice.Steps[0] == 1 && slice.Sizes[0] == a.X.Shape[0],
        (Pad pad, Pad other) => pad.Begin.SequenceEqual(other.Begin) && pad.End.SequenceEqual(other.End) && pad.Begin[0] == 0 && pad.End[0] == 0,
        (Pick pick, Pick other) => pick.Indices[0] is null && pick.Indices.Zip(other.Indices, Same).All(same => same),
        (GridSample or DeformableColumns, _) => a.Inputs.All(v => v is null || batched.Contains(v)),
        (Interpolate one, Interpolate two) => one.Axis != 0 && one.Weights.SequenceEqual(two.Weights) && one.Positions.SequenceEqual(two.Positions),
        (GatherElements gather, _) => gather.Axis != 0 && a.Inputs.All(v => batched.Contains(v!)),
        (GatherNd gather, _) => gather.BatchAxes > 0 && a.Inputs.All(v => batched.Contains(v!)),
        (ScatterElements scatter, _) => scatter.Axis != 0 && a.Inputs.All(v => batched.Contains(v!)),
        (TopK or Det, _) => a.X.Shape.Rank > (a.Op is Det ? 2 : 1),
        (Gather gather, _) => gather.Axis == 0 ? !batched.Contains(a.X) : OnlyFirst(a, batched),
        _ => false,
    };

    /// <summary>An operand of a broadcasting operator either holds items on the result's first axis or is the same for all of them.</summary>
    private static bool IsAligned(Value value, int rank, HashSet<Value> batched) =>
        batched.Contains(value) ? value.Shape.Rank == rank : value.Shape.Rank < rank || value.Shape[0] == 1;

    private static bool OnlyFirst(Node node, HashSet<Value> batched) =>
        batched.Contains(node.X) && node.Inputs.Skip(1).All(v => v is null || !batched.Contains(v));

    /// <summary>Items are rows or leading matrices of the first operand; of the second, only leading matrices.</summary>
    private static bool IsItemwiseProduct(Node node, HashSet<Value> batched)
    {
        Value a = node.Inputs[0]!, b = node.Inputs[1]!;
        int rank = node.Y.Shape.Rank;
        bool rows = batched.Contains(a) ? a.Shape.Rank >= 2 && a.Shape.Rank == rank : a.Shape.Rank < rank || a.Shape[0] == 1;
        return batched.Contains(b)
            ? rows && b.Shape.Rank >= 3 && b.Shape.Rank == rank
            : rows && (b.Shape.Rank <= 2 || b.Shape.Rank < rank || b.Shape[0] == 1);
    }

    private static bool Same(int[]? a, int[]? b) => a is null ? b is null : b is not null && a.SequenceEqual(b);
}
