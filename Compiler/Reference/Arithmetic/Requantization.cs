namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>From an int32 accumulator to a code: what follows every integer convolution, product and global average.</summary>
internal static class Requantization
{
    /// <summary>(sx * sw) / sy, in this order.</summary>
    public static float Multiplier(float xScale, float wScale, float yScale) => xScale * wScale / yScale;

    /// <summary>sx / (sy * count), for an average over a whole image.</summary>
    public static float AverageMultiplier(float xScale, float yScale, int count) => xScale / (yScale * count);

    /// <summary>The accumulator is rounded to float before it is scaled.</summary>
    public static int Code(int accumulator, float multiplier, int zeroPoint, int low, int high) =>
        Saturation.RoundThenShift(accumulator * multiplier, zeroPoint, low, high);
}
