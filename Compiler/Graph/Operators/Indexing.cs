using System.Linq;

namespace Octavo.Compiler;

// Operators whose indices are values: s64, negative ones counting from the end of their axis.

/// <summary>y has the shape of the indices (input 1) and takes each element from x at its own place, but at the index along the axis.</summary>
public sealed record GatherElements(int Axis) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, indices = inputs[1]!;
        return x.Rank == indices.Rank && Axis < x.Rank && Enumerable.Range(0, x.Rank).All(a => a == Axis || indices[a] <= x[a])
            ? [indices]
            : throw new ShapeException($"indices {indices} along axis {Axis} of {x}");
    }
}

/// <summary>
/// The last axis of the indices (input 1) holds tuples that name an element or slice of x; the first <paramref name="BatchAxes"/> axes of both run together.
/// </summary>
public sealed record GatherNd(int BatchAxes) : Operator
{
    public override string Name => "GatherND";

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, indices = inputs[1]!;
        int depth = indices.Rank > 0 ? indices[-1] : 0;
        if (indices.Rank <= BatchAxes || BatchAxes + depth > x.Rank || !x.Dimensions.Take(BatchAxes).SequenceEqual(indices.Dimensions.Take(BatchAxes)))
        {
            throw new ShapeException($"indices {indices} do not name parts of {x} with {BatchAxes} batch axes");
        }

        return [new Shape(indices.Dimensions.Take(indices.Rank - 1).Concat(x.Dimensions.Skip(BatchAxes + depth)))];
    }
}

/// <summary>What becomes of an element that an update meets: the update itself, or a function of both.</summary>
public enum ScatterReduction
{
    Replace,
    Add,
    Mul,
    Min,
    Max,
}

/// <summary>x (input 0) with the updates (input 2) applied in their order, each at its own place but at the index (input 1) along the axis.</summary>
public sealed record ScatterElements(int Axis, ScatterReduction Reduction) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, indices = inputs[1]!;
        return x.Rank == indices.Rank && Axis < x.Rank && indices.Equals(inputs[2]!) && Enumerable.Range(0, x.Rank).All(a => a == Axis || indices[a] <= x[a])
            ? [x]
            : throw new ShapeException($"indices {indices} and updates {inputs[2]} along axis {Axis} of {x}");
    }
}

/// <summary>x (input 0) with the updates (input 2) applied in their order at the elements or slices that the tuples in the last axis of the indices (input 1) name.</summary>
public sealed record ScatterNd(ScatterReduction Reduction) : Operator
{
    public override string Name => "ScatterND";

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, indices = inputs[1]!, updates = inputs[2]!;
        return indices.Rank > 0 && indices[-1] <= x.Rank
            && updates.Equals(new Shape(indices.Dimensions.Take(indices.Rank - 1).Concat(x.Dimensions.Skip(indices[-1]))))
            ? [x]
            : throw new ShapeException($"indices {indices} and updates {updates} do not fit {x}");
    }
}

/// <summary>
/// The K greatest, or least, elements along the last axis, the best first, and their indices (s64); of equal elements the first is the better one, and NaN is
/// greater than everything.
/// </summary>
public sealed record TopK(int K, bool Largest) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!;
        return x.Rank > 0 && K <= x[-1] ? [x.With(-1, K), x.With(-1, K)] : throw new ShapeException($"{x} has no {K} elements along its last axis");
    }
}

/// <summary>
/// Reverses the beginning of each sequence: of item b the first lengths[b] (input 1, s64) steps. One of <paramref name="TimeAxis"/> and the axis of items is
/// 0, the other 1.
/// </summary>
public sealed record ReverseSequence(int TimeAxis) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => inputs[0]!.Rank >= 2 && inputs[1]!.Equals(new Shape(inputs[0]![1 - TimeAxis]))
        ? [inputs[0]!]
        : throw new ShapeException($"lengths {inputs[1]} for {inputs[0]}");
}

/// <summary>The determinants of the square matrices in the last two axes, by elimination in double precision.</summary>
public sealed record Det : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!;
        return x.Rank >= 2 && x[-1] == x[-2] ? [new Shape(x.Dimensions.Take(x.Rank - 2))] : throw new ShapeException($"{x} holds no square matrices");
    }
}
