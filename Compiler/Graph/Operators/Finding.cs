using System;

namespace Octavo.Compiler;

// Operators that find as much as the data holds. The first result is as long as it can be, with zeros behind what was found; the second, a scalar of s64,
// says how much that is.

/// <summary>The indices of the elements that are not zero, a row per axis and a column per element.</summary>
public sealed record NonZero : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [new Shape(inputs[0]!.Rank, checked((int)inputs[0]!.Length)), Shape.Scalar];
}

/// <summary>The slices along an axis for which the condition (input 1, bool) holds.</summary>
public sealed record Compress(int Axis) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, condition = inputs[1]!;
        return Axis < x.Rank && condition.Rank == 1 && condition[0] <= x[Axis]
            ? [x.With(Axis, condition[0]), Shape.Scalar]
            : throw new ShapeException($"condition {condition} along axis {Axis} of {x}");
    }
}

/// <summary>
/// Of the boxes (input 0, [items, boxes, 4]) those with the greatest scores (input 1, [items, classes, boxes]) that do not overlap a better one too much:
/// triples of item, class and box, by item, then class, then falling score.
/// </summary>
/// <param name="Most">The most boxes per item and class.</param>
/// <param name="Overlap">The quotient of intersection and union above which the worse box is left out.</param>
/// <param name="Score">Only boxes with a greater score count; null takes all but NaN.</param>
/// <param name="Centred">Boxes are centre and size, x before y, instead of two corners, y before x.</param>
public sealed record NonMaxSuppression(int Most, float Overlap, float? Score, bool Centred) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape boxes = inputs[0]!, scores = inputs[1]!;
        return boxes.Rank == 3 && scores.Rank == 3 && boxes[2] == 4 && boxes[0] == scores[0] && boxes[1] == scores[2]
            ? [new Shape(checked(scores[0] * scores[1] * Math.Min(Most, boxes[1])), 3), Shape.Scalar]
            : throw new ShapeException($"boxes {boxes} and scores {scores} do not fit");
    }
}
