namespace Octavo.Compiler.Reference;

/// <summary>A tensor's contents together with what its codes mean.</summary>
public sealed record Operand(TensorData Data, Quantization? Quantization = null)
{
    internal ElementType Element => Data.Element;

    internal Shape Shape => Data.Shape;

    /// <summary>Integers that stand for themselves.</summary>
    internal bool IsRawInteger => Quantization is null && !Element.IsFloat();
}
