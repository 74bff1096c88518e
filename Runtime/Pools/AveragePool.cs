using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

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

    internal static void Run(
        InstructionSet set, byte* x, byte* y, in PoolShape shape, bool countIncludePad, float xScale, int xZeroPoint, float yScale, int yZeroPoint, int low, int high, int moved, int part, int parts)
    {
        Mean mean = new() { Shape = shape, CountIncludePad = countIncludePad, XScale = xScale, XZeroPoint = xZeroPoint, YScale = yScale, YZeroPoint = yZeroPoint, Low = low, High = high, Moved = moved };
        PoolDriver.Run(set, mean, x, y, shape, part, parts);
    }

    struct Mean : IPool
    {
        public PoolShape Shape;
        public bool CountIncludePad;
        public float XScale;
        public int XZeroPoint;
        public float YScale;
        public int YZeroPoint;
        public int Low;
        public int High;
        public int Moved;

        public PoolWindow Window { get; set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly int Reduce<L, I, F>(byte* x, byte* y, int channel, int end)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F xScale = L.Create(XScale);
            I xZeroPoint = L.Create(XZeroPoint);
            F yScale = L.Create(YScale);
            F yZeroPoint = L.Create((float)YZeroPoint);
            CodeRounding<L, I, F> codes = new(Low, High, Moved);
            F count = L.Create((float)Math.Max(1, CountIncludePad ? Window.PaddedCount(Shape) : Window.Rows * Window.Columns));
            nint rowStep = (nint)Shape.DilationHeight * Shape.Input.Row;
            nint columnStep = (nint)Shape.DilationWidth * Shape.Input.Pixel;
            (int rows, int columns) = (Window.Rows, Window.Columns);
            for (; channel + L.Count <= end; channel += L.Count)
            {
                F sum = L.Create(0f);
                byte* row = x + channel;
                for (int i = 0; i < rows; i++, row += rowStep)
                {
                    byte* from = row;
                    for (int j = 0; j < columns; j++, from += columnStep)
                    {
                        sum = L.Add(sum, L.Multiply(L.ToFloat(L.Subtract(L.LoadCodes(from), xZeroPoint)), xScale));
                    }
                }

                F value = L.Add(L.Divide(L.Divide(sum, count), yScale), yZeroPoint);
                L.StoreCodes(y + channel, codes.Of(value));
            }

            return channel;
        }
    }
}
