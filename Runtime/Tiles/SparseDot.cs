namespace Octavo.Runtime;

/// <summary>Panels with segments of their own, one after the other.</summary>
internal static unsafe class SparseDot<TTile>
    where TTile : struct, IDotTile
{
    /// <summary>See <see cref="IDotTile.DotSparse"/>.</summary>
    public static void Run(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        for (int panel = 0; panel < panelCount; panel++)
        {
            Reduction own = reduction.OfPanel(panel);
            TTile.Dot(rows, rowCount, own, panels, 1, accumulators + 16 * panel);
            panels += own.PanelBytes;
        }
    }
}
