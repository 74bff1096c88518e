namespace Octavo.Compiler.Quantizing;

/// <summary>The methods that choose the range of real numbers which a tensor's codes cover.</summary>
public enum RangeMethod
{
    /// <summary>The smallest and largest value seen.</summary>
    Minmax,

    /// <summary>The moving averages of the samples' extremes.</summary>
    MovingAverage,

    /// <summary>The range that holds a percentage of all values.</summary>
    Percentile,

    /// <summary>The range whose quantized distribution loses least information (Kullback-Leibler divergence).</summary>
    Entropy,

    /// <summary>The range whose quantization has the least mean squared error.</summary>
    Mse,
}
