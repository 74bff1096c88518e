using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Octavo.Benchmarks.Comparison;

/// <summary>Results for programs: an array of <c>{network, threads, octavo_ms, onnxruntime_ms, ratio}</c>, where the ratio says how many times faster Octavo is.</summary>
internal static class ComparisonJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="medians">Milliseconds.</param>
    public static string Of(IEnumerable<(string Network, int Threads, double Octavo, double OnnxRuntime)> medians) => JsonSerializer.Serialize(
        medians.Select(m => new { network = m.Network, threads = m.Threads, octavo_ms = m.Octavo, onnxruntime_ms = m.OnnxRuntime, ratio = m.OnnxRuntime / m.Octavo }),
        Indented) + "\n";
}
