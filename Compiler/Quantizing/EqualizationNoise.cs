using System;
using System.Linq;
using Octavo.Compiler.Calibration;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Predicts the noise that 8-bit codes bring into the second convolution of a pair when channel c between the two is multiplied by f[c]. Rounding to steps of d is noise of d^2 / 12: with weights w[o,i] that
/// multiply channel c(i), <c>sum over o of (sum over i of (w[o,i] / f[c])^2 * A) + W[o] * (sum over i of f[c]^2 * E[x[c]^2])</c> with A from steps of the largest activation / 255 and
/// W[o] from steps of the largest weight of o / 127. The mean square is that of an exponential distribution, twice the squared mean, but at least a 64th of the largest square.
/// </summary>
internal sealed class EqualizationNoise
{
    private readonly float[] _weights;
    private readonly int[] _channels;
    private readonly int _outputs;
    private readonly float[] _magnitudes;
    private readonly double[] _squares;

    public EqualizationNoise(EqualizedPair pair, ChannelStatistics statistics)
    {
        (TensorData weights, Func<int, int> channelOf) = pair.Readers();
        (_weights, _outputs, _magnitudes) = (weights.ToFloats(), weights.Shape[0], statistics.Magnitudes);
        _channels = [.. Enumerable.Range(0, _weights.Length).Select(channelOf)];
        _squares = [.. statistics.Means.Select((mean, c) => Math.Max(2.0 * mean * mean, (double)_magnitudes[c] * _magnitudes[c] / 64))];
    }

    public double Of(int[] exponents)
    {
        double[] factors = [.. exponents.Select(e => Math.Pow(2, e))];
        double step = _magnitudes.Select((m, c) => m * factors[c]).Max() / 255, noise = 0;
        int row = _weights.Length / _outputs;
        for (int o = 0; o < _outputs; o++)
        {
            double largest = 0, weights = 0, squares = 0;
            for (int i = o * row; i < (o + 1) * row; i++)
            {
                int c = _channels[i];
                double w = Math.Abs(_weights[i] / factors[c]);
                largest = Math.Max(largest, w);
                weights += w * w;
                squares += factors[c] * factors[c] * _squares[c];
            }

            noise += (weights * step * step) + (largest / 127 * (largest / 127) * squares);
        }

        return noise;
    }
}
