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
        Vnni512Code.SumArguments arguments;
        arguments.Dot = new(reduction);
        for (int row = 0; row < Rows; row++)
        {
            arguments.Dot.Rows[row] = (ulong)rows[row];
        }

        arguments.Dot.Weights = panels;
        arguments.Dot.Panels = panelCount;
        arguments.Accumulators = accumulators;
        if (rowCount == 1)
        {
            DotRow(&arguments, panelCount);
        }
        else
        {
            Vnni512Code.DotTile(&arguments);
        }
    }

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        if (rowCount > 1)
        {
            SparseDot<Avx512VnniTile>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);
            return;
        }

        Vnni512Code.SumArguments arguments;
        arguments.Dot = new(reduction);
        arguments.Dot.Rows[0] = (ulong)rows[0];
        arguments.Dot.Weights = panels;
        arguments.Dot.Panels = panelCount;
        arguments.Accumulators = accumulators;
        Vnni512Code.DotSparseRow(&arguments);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DotRow(Vnni512Code.SumArguments* arguments, int panelCount)
    {
        if (panelCount == Panels)
        {
            Vnni512Code.DotRow(arguments);
            return;
        }

        // One panel at a time, four times over: nothing behind the weights is read, and what is written behind the panel's 16 sums is
        // overwritten by the next panel or belongs to rows that do not count.
        nint step = arguments->Dot.PanelBytes;
        arguments->Dot.PanelBytes = 0;
        for (; panelCount > 0; panelCount--)
        {
            Vnni512Code.DotRow(arguments);
            arguments->Dot.Weights += step;
            arguments->Accumulators += 16;
        }
    }
}
