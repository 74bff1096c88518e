using System.Linq;

namespace Octavo.Compiler;

// Operators that move elements and compute nothing: they work on codes, so input and output share their quantization.

/// <summary>The same elements under another shape: Reshape, Flatten, Squeeze, Unsqueeze.</summary>
public sealed record Reshape(Shape Shape) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        inputs[0]!.Length == Shape.Length ? [Shape] : throw new ShapeException($"{inputs[0]} cannot become {Shape}");
}

/// <summary>Output axis i is input axis Permutation[i].</summary>
public sealed record Transpose(int[] Permutation) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        Permutation.OrderBy(p => p).SequenceEqual(Enumerable.Range(0, inputs[0]!.Rank))
            ? [new Shape(Permutation.Select(p => inputs[0]![p]))]
            : throw new ShapeException($"perm [{string.Join(",", Permutation)}] on {inputs[0]}");
}

public sealed record Concat(int Axis) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape first = inputs[0]!;
        if (Axis >= first.Rank || inputs.Any(s => s!.Rank != first.Rank || !s.With(Axis, 0).Equals(first.With(Axis, 0))))
        {
            throw new ShapeException($"{string.Join(", ", inputs.Select(s => s!.ToString()))} do not join on axis {Axis}");
        }

        return [first.With(Axis, inputs.Sum(s => s![Axis]))];
    }
}

public sealed record Split(int Axis, int[] Sizes) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        Sizes.Sum() == inputs[0]![Axis]
            ? Sizes.Select(size => inputs[0]!.With(Axis, size)).ToArray()
            : throw new ShapeException($"{inputs[0]} does not split on axis {Axis} into {string.Join("+", Sizes)}");
}

/// <summary>One entry per input axis: element i of the output is element Starts + i*Steps of the input; sizes are explicit.</summary>
public sealed record Slice(int[] Starts, int[] Steps, int[] Sizes) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        for (int axis = 0; axis < inputs[0]!.Rank; axis++)
        {
            int last = Starts[axis] + ((Sizes[axis] - 1) * Steps[axis]);
            if (Sizes[axis] > 0 && (Starts[axis] < 0 || Starts[axis] >= inputs[0]![axis] || last < 0 || last >= inputs[0]![axis]))
            {
                throw new ShapeException($"slice of {inputs[0]} leaves axis {axis}");
            }
        }

        return [new Shape(Sizes)];
    }
}

public enum PadMode
{
    Constant,
    Reflect,
    Edge,
    Wrap,
}

/// <summary>
/// Padding, one entry per axis, never negative after import. <paramref name="Value"/> is the real number that constant padding
/// stands for; on a quantized tensor it is the code Q(value).
/// </summary>
public sealed record Pad(int[] Begin, int[] End, PadMode Mode, double Value) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        [new Shape(inputs[0]!.Dimensions.Select((d, axis) => d + Begin[axis] + End[axis]))];
}

/// <summary>
/// Picks elements along each axis: output index i on axis a reads input index Indices[a][i], a null entry keeps the axis as it is. The form of
/// nearest-neighbour Resize and of Gather with one-dimensional constant indices.
/// </summary>
public sealed record Pick(int[]?[] Indices) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        [new Shape(inputs[0]!.Dimensions.Select((d, axis) => Indices[axis]?.Length ?? d))];
}

/// <summary>Gather along an axis with indices computed at run time (input 1, int32 or int64; negative counts from the end).</summary>
public sealed record Gather(int Axis) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!;
        return [new Shape(x.Dimensions.Take(Axis).Concat(inputs[1]!.Dimensions).Concat(x.Dimensions.Skip(Axis + 1)))];
    }
}
