using System;

namespace Octavo.Runtime;

/// <summary>
/// Recurrent weights <c>[direction][gate][unit][k]</c> as the kernels read them: <c>[direction][unit / 16][k][gate][unit % 16]</c>, zero where padded, so that one walk
/// over the state computes all gates of some units.
/// </summary>
public static unsafe class RecurrentPanels
{
    public const int Width = 16;

    /// <summary>Writes the panels of weights that are only known at run time.</summary>
    public static void Pack(float* weights, float* panels, int directions, int gates, int hidden, int part, int parts)
    {
        int blocks = (hidden + Width - 1) / Width, length = hidden * gates * Width;
        (int begin, int end) = Partition.Of(directions * blocks, part, parts);
        for (int panel = begin; panel < end; panel++)
        {
            int first = panel % blocks * Width, width = Math.Min(Width, hidden - first);
            float* to = panels + ((nint)panel * length);
            float* from = weights + ((nint)(panel / blocks) * gates * hidden * hidden) + ((nint)first * hidden);
            new Span<float>(to, length).Clear();
            for (int gate = 0; gate < gates; gate++)
            {
                for (int lane = 0; lane < width; lane++)
                {
                    float* row = from + (((nint)gate * hidden) + lane) * hidden;
                    float* column = to + (gate * Width) + lane;
                    for (int k = 0; k < hidden; k++)
                    {
                        column[(nint)k * gates * Width] = row[k];
                    }
                }
            }
        }
    }
}
