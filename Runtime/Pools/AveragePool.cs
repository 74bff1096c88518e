using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>The mean of each window. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class AveragePool
{
    /// <summary>
    /// <c>y = round_half_even(clamp(mean / yScale + yZeroPoint, low, high))</c>, where the mean is that of <c>float(x − xZeroPoint)·xScale</c>, summed
    /// in float in the order of the window's rows and columns and divided by the count.
    /// </summary>
    /// <param name="countIncludePad">Padding counts, as zeros.</param>
    /// <param name="moved">Added to the result: y's zero point and the bounds are those of codes before they were moved by it.</param>
    public static void Run(
        byte* x, byte* y, in PoolShape shape, bool countIncludePad, float xScale, int xZeroPoint, float yScale, int yZeroPoint, int low, int high, int moved, int part, int parts) =>
        Run(InstructionSets.Vectors, x, y, shape, countIncludePad, xScale, xZeroPoint, yScale, yZeroPoint, low, high, moved, part, parts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        InstructionSet set, byte* x, byte* y, in PoolShape shape, bool countIncludePad, float xScale, int xZeroPoint, float yScale, int yZeroPoint, int low, int high, int moved, int part, int parts)
    {
        Mean mean = new() { CountIncludePad = countIncludePad, XScale = xScale, XZeroPoint = xZeroPoint, YScale = yScale, YZeroPoint = yZeroPoint, Low = low, High = high, Moved = moved };
        (int first, int end) = Share.Of(shape.Items * shape.OutputHeight * shape.OutputWidth, part, parts);
        for (int pixel = first; pixel < end; pixel++)
        {
            PoolWindow window = new(shape, pixel);
            byte* from = x + window.Input;
            byte* to = y + window.Output;
            int channel = 0;
            switch (set)
            {
                case InstructionSet.Avx512BW:
                case InstructionSet.AvxVnni when Avx512BW.VL.IsSupported:
                    channel = mean.Reduce<Avx512Lanes, Vector512<int>, Vector512<float>>(from, to, shape, window, channel);
                    channel = mean.Reduce<Avx2Lanes, Vector256<int>, Vector256<float>>(from, to, shape, window, channel);
                    break;
                case InstructionSet.Avx2:
                case InstructionSet.AvxVnni:
                    channel = mean.Reduce<Avx2Lanes, Vector256<int>, Vector256<float>>(from, to, shape, window, channel);
                    break;
                case InstructionSet.Vector128:
                    channel = mean.Reduce<Vector128Lanes, Vector128<int>, Vector128<float>>(from, to, shape, window, channel);
                    break;
                case InstructionSet.AdvSimd:
                case InstructionSet.ArmDp:
                    channel = mean.Reduce<AdvSimdLanes, Vector128<int>, Vector128<float>>(from, to, shape, window, channel);
                    break;
            }

            mean.Reduce<ScalarLanes, int, float>(from, to, shape, window, channel);
        }
    }

    struct Mean
    {
        public bool CountIncludePad;
        public float XScale;
        public int XZeroPoint;
        public float YScale;
        public int YZeroPoint;
        public int Low;
        public int High;
        public int Moved;

        /// <summary>Averages whole registers of channels from <paramref name="channel"/> on, and returns the first channel that is left.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly int Reduce<L, I, F>(byte* x, byte* y, in PoolShape shape, in PoolWindow window, int channel)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F xScale = L.Create(XScale);
            I xZeroPoint = L.Create(XZeroPoint);
            F yScale = L.Create(YScale);
            F yZeroPoint = L.Create((float)YZeroPoint);
            F low = L.Create((float)Low);
            F high = L.Create((float)High);
            I moved = L.Create(Moved);
            F count = L.Create((float)Math.Max(1, CountIncludePad ? window.PaddedCount(shape) : window.Rows * window.Columns));
            nint rowStep = (nint)shape.DilationHeight * shape.Input.Row;
            nint columnStep = (nint)shape.DilationWidth * shape.Input.Pixel;
            for (; channel + L.Count <= shape.Channels; channel += L.Count)
            {
                F sum = L.Create(0f);
                byte* row = x + channel;
                for (int i = 0; i < window.Rows; i++, row += rowStep)
                {
                    byte* from = row;
                    for (int j = 0; j < window.Columns; j++, from += columnStep)
                    {
                        sum = L.Add(sum, L.Multiply(L.ToFloat(L.Subtract(L.LoadCodes(from), xZeroPoint)), xScale));
                    }
                }

                F value = L.Add(L.Divide(L.Divide(sum, count), yScale), yZeroPoint);
                L.StoreCodes(y + channel, L.Add(L.Round(L.Min(L.Max(value, low), high)), moved));
            }

            return channel;
        }
    }
}
