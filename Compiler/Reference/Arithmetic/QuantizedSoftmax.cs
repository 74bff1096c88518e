using System;

namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>
/// ONNX Runtime's QLinearSoftmax: exponentials from a table of 256, indexed so that a row's maximum meets the last entry. Where its conversion to
/// s8 would wrap, this saturates.
/// </summary>
internal static class QuantizedSoftmax
{
    /// <summary>
    /// Entry i is exp((i - 255 + shift) * scale), so that entry 255 - (max - code) serves a code. The shift keeps a row's sum just below the largest
    /// float, which keeps small exponentials out of the subnormals.
    /// </summary>
    /// <param name="length">The number of elements in a row.</param>
    public static float[] Table(float scale, int length)
    {
        double shift = Math.Max(0, Math.Log(float.MaxValue / length) - 5) / scale;
        float[] table = new float[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (float)Math.Exp((i - 255 + shift) * scale);
        }

        return table;
    }

    /// <summary>The number of output steps in 1, rounded down: with a scale of 1/255 it may be 254.</summary>
    public static float StepsInOne(float yScale) => (float)Math.Floor((double)(1f / yScale));

    public static int Code(float exponential, float sum, float stepsInOne, int zeroPoint, int low, int high)
    {
        float scaled = exponential * stepsInOne;
        return Saturation.RoundThenShift(scaled / sum, zeroPoint, low, high);
    }
}
