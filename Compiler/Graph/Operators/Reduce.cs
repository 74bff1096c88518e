using System;
using System.Linq;

namespace Octavo.Compiler;

public enum ReduceKind
{
    Sum,
    Mean,
    Min,
    Max,
    Product,
}

/// <summary>
/// Combines the elements along axes. Floats are summed and multiplied in 16 interleaved partial results, see Reference; integers wrap. Of bool, Min is
/// "all" and Max "any".
/// </summary>
public sealed record Reduce(ReduceKind Kind, int[] Axes, bool KeepDims) : Operator
{
    public override string Name => "Reduce" + Kind;

    public override Shape[] InferShapes(Shape?[] inputs) => [ReducedShape.Of(inputs[0]!, Axes, KeepDims)];
}

/// <summary>The index (s64) of the greatest or least element along an axis; of equal ones the first, or the last.</summary>
public sealed record ArgReduce(bool Greatest, int Axis, bool KeepDims, bool Last) : Operator
{
    public override string Name => Greatest ? "ArgMax" : "ArgMin";

    public override Shape[] InferShapes(Shape?[] inputs) =>
        inputs[0]![Axis] > 0 ? [ReducedShape.Of(inputs[0]!, [Axis], KeepDims)] : throw new ShapeException($"{inputs[0]} has nothing along axis {Axis}");
}

/// <summary>
/// Running sums or products along an axis, in index order, or against it when <paramref name="Reverse"/>. <paramref name="Exclusive"/> leaves out the
/// element itself.
/// </summary>
public sealed record Cumulative(ReduceKind Kind, int Axis, bool Exclusive, bool Reverse) : Operator
{
    public override string Name => "Cum" + Kind;

    public override Shape[] InferShapes(Shape?[] inputs) =>
        Axis < inputs[0]!.Rank ? [inputs[0]!] : throw new ShapeException($"axis {Axis} of {inputs[0]}");
}

/// <summary>What is left of a shape when axes are combined.</summary>
internal static class ReducedShape
{
    public static Shape Of(Shape x, int[] axes, bool keepDims) => new(x.Dimensions
        .Select((size, axis) => Array.IndexOf(axes, axis) < 0 ? size : keepDims ? 1 : -1)
        .Where(size => size >= 0));
}
