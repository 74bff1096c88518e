using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>VPDPBUSD in 512-bit registers, from machine code: 8 pixels × 2 panels, or 1 pixel × 4 panels, at a time.</summary>
internal readonly unsafe struct Avx512VnniTile : IDotTile
{
    public static int Rows => 8;

    public static int Panels => 4;

    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        Vnni512Code.Arguments arguments;
        for (int row = 0; row < Rows; row++)
        {
            arguments.Rows[row] = (ulong)rows[row];
        }

        arguments.Segments = reduction.Segments;
        arguments.SegmentsEnd = reduction.Segments + reduction.SegmentCount;
        arguments.Steps = (reduction.SegmentBytes + 3) / 4;
        arguments.Weights = panels;
        arguments.PanelBytes = reduction.PanelBytes;
        arguments.Accumulators = accumulators;
        if (rowCount == 1)
        {
            DotRow(&arguments, panelCount);
            return;
        }

        for (; panelCount >= 2; panelCount -= 2)
        {
            Vnni512Code.Dot8x2(&arguments);
            arguments.Weights += 2 * reduction.PanelBytes;
            arguments.Accumulators += 32;
        }

        if (panelCount == 1)
        {
            Vnni512Code.Dot8x1(&arguments);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DotRow(Vnni512Code.Arguments* arguments, int panelCount)
    {
        if (panelCount == Panels)
        {
            Vnni512Code.Dot1x4(arguments);
            return;
        }

        // One panel at a time, four times over: nothing behind the weights is read, and what is written behind the panel's 16 sums is
        // overwritten by the next panel or belongs to rows that do not count.
        nint step = arguments->PanelBytes;
        arguments->PanelBytes = 0;
        for (; panelCount > 0; panelCount--)
        {
            Vnni512Code.Dot1x4(arguments);
            arguments->Weights += step;
            arguments->Accumulators += 16;
        }
    }
}
