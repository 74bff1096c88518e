namespace Octavo.Compiler;

/// <summary>
/// Convolution. Inputs: x [N,C,spatial…] (or [N,spatial…,C] when <see cref="ChannelsLast"/>), w [M,C/group,kernel…] in ONNX order,
/// optional bias [M], optional residual of the output's shape when <see cref="Residual"/> is set.
/// <para>
/// Float operands: float convolution. Quantized x and w: exact int32 accumulation of (x-zx)*(w-zw); the bias is int32 in the
/// accumulator's scale sx*sw, or float when the output is float. A quantized output requantizes, then clamps to
/// <see cref="Clamp"/>; a float output is acc*(sx*sw) + bias, then <see cref="Activation"/>.
/// </para>
/// </summary>
public sealed record Conv : Operator
{
    public required Window Window { get; init; }

    public int Group { get; init; } = 1;

    public bool ChannelsLast { get; init; }

    /// <summary>
    /// The quantization of x is computed at run time: x holds raw u8 codes, and inputs 3 and 4 are their scale (float) and zero point (u8),
    /// one element each. The arithmetic is that of an x with this quantization; the output is float, or the int32 accumulators.
    /// </summary>
    public bool IsDynamic { get; init; }

    /// <summary>Fused Relu/Clip of a quantized output, before the residual when there is one; null saturates only.</summary>
    public Clamp? Clamp { get; init; }

    /// <summary>Fused activation of a float output.</summary>
    public FloatClamp? Activation { get; init; }

    public Residual? Residual { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape x = inputs[0]!, w = inputs[1]!;
        if (w.Rank != Window.SpatialRank + 2 || x.Rank != w.Rank)
        {
            throw new ShapeException($"x {x} and w {w} differ in rank");
        }

        int channels = ChannelsLast ? x[-1] : x[1];
        if (Group < 1 || channels != w[1] * Group || w[0] % Group != 0)
        {
            throw new ShapeException($"x {x} and w {w} do not fit group {Group}");
        }

        for (int axis = 0; axis < Window.SpatialRank; axis++)
        {
            if (w[2 + axis] != Window.Kernel[axis])
            {
                throw new ShapeException($"kernel_shape differs from w {w}");
            }
        }

        return [Window.OutputShape(x, w[0], ChannelsLast)];
    }
}

/// <summary>
/// A quantized Add fused behind a convolution or product: the result is requantized to <see cref="Intermediate"/> exactly as
/// the separate node would, then added to the residual operand (the node's last input) into the output's quantization.
/// </summary>
/// <param name="Intermediate">Element type and quantization between the two, with no shape of its own.</param>
/// <param name="Clamp">Fused Relu/Clip after the addition, in output codes; null saturates only.</param>
/// <param name="ResidualFirst">The residual is the addition's first operand, which decides the order of the roundings.</param>
public sealed record Residual(ElementType Element, Quantization Intermediate, Clamp? Clamp, bool ResidualFirst);

/// <summary>A fused float activation: x &lt; Low becomes Low, x &gt; High becomes High.</summary>
public readonly record struct FloatClamp(float Low, float High);
