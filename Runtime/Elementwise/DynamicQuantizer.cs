using System.ComponentModel;

namespace Octavo.Runtime;

/// <summary>Quantization to u8 by the extremes of the tensor itself. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DynamicQuantizer
{
    private const int MostShares = 64, ElementsOfShare = 2048;

    /// <summary>How many shares <see cref="Ranges(float*, float*, int, in LoopNest, int, int)"/> should divide the loop's elements into.</summary>
    public static int Shares(in LoopNest loop)
    {
        long elements = 1;
        for (int i = 0; i < loop.Rank; i++)
        {
            elements *= loop.Extent[i];
        }

        return (int)System.Math.Min(MostShares, (elements + ElementsOfShare - 1) / ElementsOfShare);
    }

    /// <summary>Writes <c>min(0, x…)</c> and <c>max(0, x…)</c> of each share of the elements; NaN counts as absent.</summary>
    /// <param name="ranges">Two floats per share.</param>
    /// <param name="shares">How many shares the tensor is divided into, the same for any number of parts.</param>
    /// <param name="loop">Visits every element once, in any order.</param>
    public static void Ranges(float* x, float* ranges, int shares, in LoopNest loop, int part, int parts) =>
        Ranges(InstructionSets.Vectors, x, ranges, shares, loop, part, parts);

    internal static void Ranges(InstructionSet set, float* x, float* ranges, int shares, in LoopNest loop, int part, int parts)
    {
        (int begin, int end) = Share.Of(shares, part, parts);
        for (int share = begin; share < end; share++)
        {
            float* range = ranges + 2 * share;
            range[0] = 0;
            range[1] = 0;
            RangeLoop body = new() { X = x, XStride = loop.X[loop.Rank - 1], Range = range };
            LoopDriver.Run(set, loop, body, share, shares);
        }
    }

    /// <summary>Scale and zero point by <see cref="DynamicScale"/> from the extremes over all shares; y as QuantizeLinear gives it.</summary>
    public static void Quantize(float* x, float* ranges, int shares, byte* y, float* scale, byte* zeroPoint, in LoopNest loop, int part, int parts) =>
        Quantize(InstructionSets.Vectors, x, ranges, shares, y, scale, zeroPoint, loop, part, parts);

    internal static void Quantize(
        InstructionSet set, float* x, float* ranges, int shares, byte* y, float* scale, byte* zeroPoint, in LoopNest loop, int part, int parts)
    {
        float low = 0;
        float high = 0;
        for (int share = 0; share < shares; share++)
        {
            float least = ranges[2 * share];
            float greatest = ranges[2 * share + 1];
            low = least < low ? least : low;
            high = greatest > high ? greatest : high;
        }

        DynamicScale codes = new(low, high);
        if (part == 0)
        {
            *scale = codes.Scale;
            *zeroPoint = (byte)codes.ZeroPoint;
        }

        Quantizer.Quantize(set, x, y, loop, codes.Scale, codes.ZeroPoint, 0, 255, part, parts);
    }
}
