namespace Octavo.Compiler.Quantizing.Ranges;

/// <summary>A range of real numbers.</summary>
public readonly record struct TensorRange(double Low, double High)
{
    /// <summary>The smallest range that holds both; a code for zero always exists.</summary>
    public TensorRange WithZero() => new(System.Math.Min(Low, 0), System.Math.Max(High, 0));
}
