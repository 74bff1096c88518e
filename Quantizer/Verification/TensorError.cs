using System;

namespace Octavo.Tool.Verification;

/// <summary>How far a tensor of the quantized model is from the float model's, over all samples.</summary>
internal sealed class TensorError(string name)
{
    private double _signal;
    private double _noise;
    private double _product;
    private double _quantized;
    private double _largest;

    public string Name { get; } = name;

    /// <summary><c>10 log10(sum x^2 / sum (x - y)^2)</c> in decibels; infinite when nothing differs.</summary>
    public double Sqnr => _noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(_signal / _noise);

    /// <summary>The cosine of the angle between all float and all quantized values; 1 when both are zero.</summary>
    public double Cosine => _signal == 0 && _quantized == 0 ? 1 : _signal == 0 || _quantized == 0 ? 0 : _product / Math.Sqrt(_signal * _quantized);

    public double LargestDifference => _largest;

    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double x = expected[i], y = actual[i], difference = x - y;
            if (!double.IsFinite(x) && x.Equals(y))
            {
                // What masks are made of: equal, and no signal.
                continue;
            }

            _signal += x * x;
            _quantized += y * y;
            _product += x * y;
            _noise += difference * difference;
            _largest = Math.Max(_largest, Math.Abs(difference));
        }
    }
}
