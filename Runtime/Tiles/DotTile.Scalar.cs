using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The definition of every tile's result.</summary>
internal readonly unsafe struct ScalarTile : IDotTile
{
    public static int Rows => 1;

    public static int Panels => 1;

    public static bool Signed => false;

    public static void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators) =>
        SparseDot<ScalarTile>.Run(rows, rowCount, reduction, panels, panelCount, accumulators);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators)
    {
        for (int channel = 0; channel < 16; channel++)
        {
            sbyte* w = panels + 4 * channel;
            int sum = 0;
            for (int segment = 0; segment < reduction.SegmentCount; segment++)
            {
                byte* x = rows[0] + reduction.Segments[segment];
                int k = 0;
                for (; k + 4 <= reduction.SegmentBytes; k += 4, w += 64)
                {
                    sum += x[k] * w[0] + x[k + 1] * w[1] + x[k + 2] * w[2] + x[k + 3] * w[3];
                }

                if (k < reduction.SegmentBytes)
                {
                    for (int i = 0; k + i < reduction.SegmentBytes; i++)
                    {
                        sum += x[k + i] * w[i];
                    }

                    w += 64;
                }
            }

            accumulators[channel] = sum;
        }
    }
}
