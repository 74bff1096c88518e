namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>QuantizeLinear and DequantizeLinear of one element.</summary>
internal static class LinearQuantization
{
    /// <summary>The division is a true one: multiplying by 1/scale rounds differently.</summary>
    public static int Code(float real, float scale, int zeroPoint, int low, int high) =>
        Saturation.RoundThenShift(real / scale, zeroPoint, low, high);

    public static float Real(int code, float scale, int zeroPoint) => unchecked(code - zeroPoint) * scale;
}
