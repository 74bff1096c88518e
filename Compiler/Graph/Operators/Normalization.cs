using System.Linq;

namespace Octavo.Compiler;

/// <summary>y = x * scale[c] + bias[c] - the inference form of BatchNormalization: inputs x, scale, bias, mean, variance.</summary>
public sealed record BatchNormalization(float Epsilon, bool ChannelsLast = false) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>
/// Brings each row - the elements of the axes from <paramref name="Axis"/> on - to mean 0 and variance 1, then scales and shifts it:
/// (x - mean) / sqrt(variance + epsilon) * scale + bias. Inputs: x, optional scale, optional bias, both of the rows' shape. Without
/// <see cref="Centred"/> it is RMSNormalization: the mean is taken for 0.
/// </summary>
public sealed record LayerNormalization(int Axis, float Epsilon) : Operator
{
    public bool Centred { get; init; } = true;

    public override string Name => Centred ? "LayerNormalization" : "RMSNormalization";

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!;
        var row = new Shape(x.Dimensions.Skip(Axis));
        return inputs.Skip(1).All(s => s is null || s.Equals(row))
            ? [x]
            : throw new ShapeException($"parameters {string.Join(", ", inputs.Skip(1))} of rows {row}");
    }
}
