using System.ComponentModel;

namespace Octavo.Runtime;

/// <summary>Conversions between floats and codes. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Quantizer
{
    /// <summary><c>y = round_half_even(clamp(x / scale, low − zeroPoint, high − zeroPoint)) + zeroPoint</c>; NaN gives <paramref name="low"/>.</summary>
    public static void Quantize(float* x, byte* y, in LoopNest loop, float scale, int zeroPoint, int low, int high, int part, int parts) =>
        Quantize(InstructionSets.Vectors, x, y, loop, scale, zeroPoint, low, high, part, parts);

    internal static void Quantize(InstructionSet set, float* x, byte* y, in LoopNest loop, float scale, int zeroPoint, int low, int high, int part, int parts)
    {
        LoopNest nest = loop;
        int inner = nest.Rank - 1;
        if (inner > 0 && nest.X[inner] != 1 && nest.X[inner - 1] == 1)
        {
            // Planes to pixels: run along the planes, so that reads are contiguous.
            if (nest.Y[inner] == 1 && nest.Extent[inner] <= QuantizePixelsLoop.MostChannels)
            {
                QuantizePixelsLoop pixels = new(x, y, nest, scale, zeroPoint, low, high);
                nest.Rank--;
                LoopDriver.Run(set, nest, pixels, part, parts);
                return;
            }

            SwapInnermost(ref nest);
        }

        LoopDriver.Run(set, nest, new QuantizeLoop(x, y, nest, scale, zeroPoint, low, high), part, parts);
    }

    /// <summary><c>y = float(x − zeroPoint)·scale</c></summary>
    public static void Dequantize(byte* x, float* y, in LoopNest loop, float scale, int zeroPoint, int part, int parts) =>
        Dequantize(InstructionSets.Vectors, x, y, loop, scale, zeroPoint, part, parts);

    internal static void Dequantize(InstructionSet set, byte* x, float* y, in LoopNest loop, float scale, int zeroPoint, int part, int parts) =>
        LoopDriver.Run(set, loop, new DequantizeLoop(x, y, loop, scale, zeroPoint), part, parts);

    /// <summary><c>y = float(x)·scales[i]</c>, where i is the index in the innermost dimension, or 0 if there is one scale.</summary>
    /// <param name="scaleCount">1, or the innermost extent.</param>
    public static void DequantizeInt32(int* x, float* y, in LoopNest loop, float* scales, int scaleCount, int part, int parts) =>
        DequantizeInt32(InstructionSets.Vectors, x, y, loop, scales, scaleCount, part, parts);

    internal static void DequantizeInt32(InstructionSet set, int* x, float* y, in LoopNest loop, float* scales, int scaleCount, int part, int parts)
    {
        int inner = loop.Rank - 1;
        DequantizeInt32Loop body = new() { X = x, Y = y, XStride = loop.X[inner], YStride = loop.Y[inner], Scales = scales, PerElement = scaleCount > 1 };
        LoopDriver.Run(set, loop, body, part, parts);
    }

    static void SwapInnermost(ref LoopNest nest)
    {
        int a = nest.Rank - 1;
        int b = nest.Rank - 2;
        (nest.Extent[a], nest.Extent[b]) = (nest.Extent[b], nest.Extent[a]);
        (nest.X[a], nest.X[b]) = (nest.X[b], nest.X[a]);
        (nest.Z[a], nest.Z[b]) = (nest.Z[b], nest.Z[a]);
        (nest.Y[a], nest.Y[b]) = (nest.Y[b], nest.Y[a]);
    }
}
