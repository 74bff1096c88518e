using System.Linq;

namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>ONNX Runtime's QLinearAveragePool: a mean of floats, divided by the scale, rounded with the zero point inside.</summary>
internal static class QuantizedAveragePool
{
    public static int Code(float mean, float scale, int zeroPoint, int low, int high) =>
        Saturation.Round((mean / scale) + zeroPoint, low, high);

    /// <summary>One unpadded window covers the whole image: the arithmetic is that of the global average.</summary>
    public static bool IsGlobal(Window window, Shape x, bool channelsLast) =>
        !window.HasPads && window.Kernel.Select((size, axis) => size == x[(channelsLast ? 1 : 2) + axis]).All(whole => whole);
}
