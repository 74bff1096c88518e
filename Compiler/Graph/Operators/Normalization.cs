using System;
using System.Linq;

namespace Octavo.Compiler;

/// <summary>y = x * scale[c] + bias[c] - the inference form of BatchNormalization: inputs x, scale, bias, mean, variance.</summary>
public sealed record BatchNormalization(float Epsilon, bool ChannelsLast = false) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>
/// Brings each row - the elements of the axes from <paramref name="Axis"/> on - to mean 0 and variance 1, then scales and shifts it:
/// (x - mean) / sqrt(variance + epsilon) * scale + bias. Inputs: x, optional scale, optional bias, of one shape if there are both: x's but for axes in front and
/// behind, along which they are broadcast. Without <see cref="Centred"/> it is RMSNormalization: the mean is taken for 0.
/// </summary>
public sealed record LayerNormalization(int Axis, float Epsilon) : Operator
{
    public bool Centred { get; init; } = true;

    public override string Name => Centred ? "LayerNormalization" : "RMSNormalization";

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!;
        Shape[] parameters = inputs.Skip(1).Where(s => s is not null).ToArray()!;
        return Array.TrueForAll(parameters, p => Fits(p, x) && p.Equals(parameters[0]))
            ? [x]
            : throw new ShapeException($"parameters {string.Join(", ", inputs.Skip(1))} of rows of {x} from axis {Axis} on");
    }

    /// <summary>True when parameters of a shape are broadcast along the first and the last axes of x only.</summary>
    public static bool Fits(Shape parameter, Shape x)
    {
        int missing = x.Rank - parameter.Rank;
        if (missing < 0)
        {
            return false;
        }

        int[] varied = Enumerable.Range(0, parameter.Rank).Where(axis => parameter[axis] != 1).ToArray();
        return varied.Length == 0
            || Enumerable.Range(varied[0], varied[varied.Length - 1] - varied[0] + 1).All(axis => parameter[axis] == x[missing + axis]);
    }

    /// <summary>How many elements of x side by side share a parameter.</summary>
    public static int Run(Shape parameter, Shape x)
    {
        int last = parameter.Rank - 1;
        while (last >= 0 && parameter[last] == 1)
        {
            last--;
        }

        return (int)x.Product(last < 0 ? 0 : x.Rank - parameter.Rank + last + 1, x.Rank);
    }
}
