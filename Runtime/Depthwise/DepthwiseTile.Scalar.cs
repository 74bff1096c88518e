using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The definition of every depthwise tile's result.</summary>
internal readonly unsafe struct ScalarDepthwiseTile : IDepthwiseTile
{
    public static int Rows => 1;

    public static int Panels => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(byte** rows, int* taps, int tapCount, short* weights, nint panelWeights, int panelCount, int* accumulators)
    {
        for (int channel = 0; channel < 16; channel++)
        {
            byte* x = rows[0] + channel;
            int sum = 0;
            for (int tap = 0; tap < tapCount; tap++)
            {
                sum += x[taps[tap]] * weights[tap / 2 * 32 + channel * 2 + tap % 2];
            }

            accumulators[channel] = sum;
        }
    }
}
