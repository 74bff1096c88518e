namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>ONNX Runtime's QLinearMul: the product of the codes is exact, then scaled and shifted with two roundings.</summary>
internal static class QuantizedMul
{
    /// <summary>(sa * sb) / sy, in this order.</summary>
    public static float Scale(Quantization a, Quantization b, Quantization y) => a.Scale * b.Scale / y.Scale;

    /// <summary>The operands have had their zero points subtracted.</summary>
    public static int Code(int a, int b, float scale, int zeroPoint, int low, int high)
    {
        float scaled = (float)(a * b) * scale;
        return Saturation.Round(scaled + zeroPoint, low, high);
    }
}
