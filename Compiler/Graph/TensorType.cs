namespace Octavo.Compiler;

/// <summary>
/// Element type, shape and, for integers that stand for reals, their quantization. Quantization is a property of the type,
/// not a node: a convolution whose operands and result are quantized <em>is</em> an integer convolution.
/// </summary>
public sealed record TensorType(ElementType Element, Shape Shape, Quantization? Quantization = null)
{
    public bool IsQuantized => Quantization is not null;

    public override string ToString() =>
        Element.ShortName() + Shape + (Quantization is null ? "" : " " + Quantization);
}
