using Octavo.Benchmarks.Measurement;

namespace Octavo.Benchmarks.Models;

/// <summary>What was measured of one network, in milliseconds and bytes.</summary>
/// <param name="OctavoFirst">From the loaded assembly to the end of the first inference: creating the instance and just-in-time compilation.</param>
/// <param name="OnnxRuntimeFirst">From the loaded library to the end of the first inference: creating the session.</param>
/// <param name="AllocatedBytes">On the managed heap, per inference.</param>
internal sealed record NetworkResult(
    string Network,
    int Threads,
    Timing Octavo,
    Timing OnnxRuntime,
    double OctavoFirst,
    double OnnxRuntimeFirst,
    double AllocatedBytes,
    long ArenaBytes,
    long WeightBytes,
    long MultiplyAccumulates,
    Agreement Agreement)
{
    /// <summary>How many times faster Octavo is.</summary>
    public double Ratio => OnnxRuntime.Median / Octavo.Median;
}
