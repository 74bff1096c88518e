using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The greatest code of each window. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MaxPool
{
    /// <summary>Computes one part of the output pixels; a window that is all padding gives 0.</summary>
    public static void Run(byte* x, byte* y, in PoolShape shape, int part, int parts) => Run(InstructionSets.Vectors, x, y, shape, part, parts);

    internal static void Run(InstructionSet set, byte* x, byte* y, in PoolShape shape, int part, int parts) =>
        PoolDriver.Run(set, new Greatest() { Shape = shape }, x, y, shape, part, parts);

    struct Greatest : IPool
    {
        public PoolShape Shape;

        public PoolWindow Window { get; set; }

        /// <summary>A register holds codes as they are, four in a lane; where there is one lane, one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly int Reduce<L, I, F>(byte* x, byte* y, int channel, int end)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            int codes = L.Count == 1 ? 1 : 4 * L.Count;
            if (end < codes)
            {
                return channel;
            }

            (int rows, int columns) = (Window.Rows, Window.Columns);
            nint rowStep = (nint)Shape.DilationHeight * Shape.Input.Row;
            nint columnStep = (nint)Shape.DilationWidth * Shape.Input.Pixel;
            for (; channel < end; channel += codes)
            {
                // The last register is moved back to end with the pixel: some maxima are written twice.
                int first = Math.Min(channel, end - codes);
                I max = L.Create(0);
                byte* row = x + first;
                for (int i = 0; i < rows; i++, row += rowStep)
                {
                    byte* from = row;
                    for (int j = 0; j < columns; j++, from += columnStep)
                    {
                        max = L.MaxBytes(max, L.Count == 1 ? L.LoadCodes(from) : L.Load((int*)from));
                    }
                }

                if (L.Count == 1)
                {
                    L.StoreCodes(y + first, max);
                }
                else
                {
                    L.Store((int*)(y + first), max);
                }
            }

            return end;
        }
    }
}
