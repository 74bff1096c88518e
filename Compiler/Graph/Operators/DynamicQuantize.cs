namespace Octavo.Compiler;

/// <summary>
/// Float x to u8 codes of a quantization that its own extremes decide. Outputs: the codes, without a quantization in their type since nobody knows it yet;
/// the scale, a float; the zero point, u8.
/// </summary>
public sealed record DynamicQuantize : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!, Shape.Scalar, Shape.Scalar];
}
