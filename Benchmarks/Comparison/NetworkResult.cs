using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Comparison;

/// <summary>What was measured of one network on a number of threads, in milliseconds and bytes.</summary>
/// <param name="AllocatedBytes">On the managed heap, per inference.</param>
internal sealed record NetworkResult(
    NetworkCase Network,
    int Threads,
    Timing Octavo,
    Timing OnnxRuntime,
    double AllocatedBytes,
    NetworkFacts Facts,
    Agreement Agreement)
{
    /// <summary>How many times faster Octavo is.</summary>
    public double Ratio => OnnxRuntime.Median / Octavo.Median;

    /// <summary>Whether the outputs are those of ONNX Runtime, to within what the network's rounding explains.</summary>
    public bool Agrees => Agreement.MaximumDifference <= Network.Tolerance;
}
