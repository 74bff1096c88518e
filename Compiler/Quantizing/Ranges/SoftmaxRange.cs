namespace Octavo.Compiler.Quantizing.Ranges;

/// <summary>
/// The range of a softmax, [0, 1] but for 2^-10 of a step: the operators on codes multiply by ⌊1 / scale⌋, which has to be the number n of steps above the zero point. Exactly 1 / n may round up as a float,
/// and ⌊1 / scale⌋ be n - 1; the scale is <c>1 / (n + 2^-10)</c>.
/// </summary>
internal static class SoftmaxRange
{
    private const double Margin = 1.0 / 1024;

    public static TensorRange Of(ElementType type, bool symmetric)
    {
        (long lowest, long highest) = ScaleRule.Codes(type, symmetric);
        long steps = highest - ScaleRule.Of(new TensorRange(0, 1), type, symmetric).ZeroPoint;
        double width = (highest - lowest) / (steps + Margin);
        return new TensorRange(0, symmetric ? width / 2 : width);
    }
}
