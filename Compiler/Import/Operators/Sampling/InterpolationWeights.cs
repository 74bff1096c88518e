using System;
using System.Linq;

namespace Octavo.Compiler.Import.Operators.Sampling;

/// <summary>What linear and cubic resizing weigh the pixels around a coordinate with.</summary>
/// <param name="Cubic">Cubic convolution, otherwise linear.</param>
/// <param name="CubicA">The coefficient of cubic convolution.</param>
/// <param name="Antialias">When shrinking, the weights spread over as many pixels as become one.</param>
/// <param name="ExcludeOutside">Pixels beyond the edge weigh nothing; otherwise they equal the edge.</param>
internal sealed record InterpolationWeights(bool Cubic, float CubicA, bool Antialias, bool ExcludeOutside)
{
    /// <summary>The operator along one axis for the outputs at the given coordinates.</summary>
    public Interpolate Along(ResizedAxis axis, float[] coordinates)
    {
        // Between two pixels, or at the edge, there is nothing to spread or to exclude.
        double scale = Antialias ? Math.Min(axis.Scale, 1) : 1;
        int reach = (int)Math.Ceiling((Cubic ? 2 : 1) / scale), taps = 2 * reach;
        int[] positions = new int[coordinates.Length * taps];
        double[] weights = new double[positions.Length];
        for (int i = 0; i < coordinates.Length; i++)
        {
            double x = Cubic ? coordinates[i] : Math.Max(0, Math.Min(coordinates[i], axis.Input - 1));
            int first = (int)Math.Floor(x) - reach + 1;
            double sum = 0;
            for (int t = 0; t < taps; t++)
            {
                int position = first + t;
                bool outside = position < 0 || position >= axis.Input;
                positions[(i * taps) + t] = Math.Max(0, Math.Min(position, axis.Input - 1));
                weights[(i * taps) + t] = outside && ExcludeOutside ? 0 : Weight(Math.Abs((position - x) * scale));
                sum += weights[(i * taps) + t];
            }

            for (int t = 0; t < taps; t++)
            {
                weights[(i * taps) + t] /= sum;
            }
        }

        return Trimmed(axis.Axis, coordinates.Length, taps, positions, Array.ConvertAll(weights, w => (float)w));
    }

    /// <summary>Leaves out taps that weigh nothing for any output, as in an exact doubling or at integer coordinates.</summary>
    private static Interpolate Trimmed(int axis, int outputs, int taps, int[] positions, float[] weights)
    {
        int[] order = Enumerable.Range(0, outputs).SelectMany(i => Enumerable.Range(i * taps, taps).OrderBy(at => weights[at] == 0)).ToArray();
        int used = outputs == 0 ? 1 : Math.Max(1, Enumerable.Range(0, outputs).Max(i => Enumerable.Range(i * taps, taps).Count(at => weights[at] != 0)));
        int[] kept = order.Where((_, i) => i % taps < used).ToArray();
        return new Interpolate(axis, used, kept.Select(at => positions[at]).ToArray(), kept.Select(at => weights[at]).ToArray());
    }

    private double Weight(double distance) => !Cubic ? Math.Max(0, 1 - distance)
        : distance <= 1 ? (((((CubicA + 2) * distance) - (CubicA + 3)) * distance * distance) + 1)
        : distance < 2 ? (((((CubicA * distance) - (5 * CubicA)) * distance) + (8 * CubicA)) * distance) - (4 * CubicA)
        : 0;
}
