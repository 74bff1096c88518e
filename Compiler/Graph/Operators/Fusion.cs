using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler;

/// <summary>
/// Element-wise operators as one pass over memory, computing what they say one after the other. A step reads the node's inputs, numbered from 0, and the results of
/// the steps before it, numbered behind the inputs; the last step is the result.
/// </summary>
public sealed record Fusion(IReadOnlyList<FusedStep> Steps) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        List<Shape?> shapes = [.. inputs];
        foreach (FusedStep step in Steps)
        {
            shapes.Add(step.Op.InferShapes(step.Operands.Select(i => shapes[i]).ToArray())[0]);
        }

        return [shapes[shapes.Count - 1]!];
    }
}

/// <summary>One operator of a <see cref="Fusion"/> with the type of its result.</summary>
public sealed record FusedStep(Operator Op, int[] Operands, TensorType Type);
