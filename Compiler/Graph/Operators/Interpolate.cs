using System;

namespace Octavo.Compiler;

/// <summary>
/// A weighted sum of elements along one axis: output i is the sum over t &lt; <paramref name="Taps"/> of <c>Weights[i·Taps + t] · x[Positions[i·Taps + t]]</c>.
/// Linear and cubic Resize, with or without antialiasing, are one after the other for each axis that they change.
/// </summary>
public sealed record Interpolate(int Axis, int Taps, int[] Positions, float[] Weights) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => Array.TrueForAll(Positions, p => p >= 0 && p < inputs[0]![Axis])
        ? [inputs[0]!.With(Axis, Positions.Length / Taps)]
        : throw new ShapeException($"interpolation leaves axis {Axis} of {inputs[0]}");
}

/// <summary>Two interpolations along axes that are neighbours, one after the other: the floats between them exist in registers only.</summary>
public sealed record PlaneInterpolate(Interpolate First, Interpolate Second) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => Math.Abs(First.Axis - Second.Axis) == 1
        ? Second.InferShapes(First.InferShapes(inputs))
        : throw new ShapeException($"axes {First.Axis} and {Second.Axis} are no neighbours");
}
