using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.Output;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Comparison;

/// <summary>Compares networks one after the other and tells the results.</summary>
internal static class ComparisonReport
{
    /// <summary>Returns 0 when something was compared and nothing failed. A network that is refused is told and is no failure.</summary>
    public static int Run(IEnumerable<NetworkCase> networks, ComparisonOptions options)
    {
        var comparison = new NetworkComparison(options);
        var results = new List<NetworkResult>();
        bool failed = false;
        foreach (var network in networks)
        {
            try
            {
                foreach (var result in comparison.Run(network))
                {
                    results.Add(result);
                    if (!result.Agrees)
                    {
                        failed = true;
                        Console.Error.WriteLine($"failed {network.Name}: an output differs by {result.Agreement.MaximumDifference} from ONNX Runtime's");
                    }
                }
            }
            catch (RefusedException e)
            {
                Console.Error.WriteLine($"refused {network.Name}: {e.Message}");
            }
            catch (InvalidOperationException e)
            {
                failed = true;
                Console.Error.WriteLine($"failed {network.Name}: {e.Message}");
            }
        }

        if (results.Count > 0)
        {
            Write(results);
            if (options.Json is not null)
            {
                File.WriteAllText(options.Json, ComparisonJson.Of(results.Select(r => (r.Network.Name, r.Threads, r.Octavo.Median, r.OnnxRuntime.Median))));
            }
        }

        return failed || results.Count == 0 ? 1 : 0;
    }

    private static void Write(IReadOnlyList<NetworkResult> results)
    {
        bool styles = results.Any(r => r.Network.Style is not null);
        string[] style = styles ? ["style"] : [];
        var table = new Report(
            ["network", .. style],
            ["threads", "M MAC", "Octavo ms (min)", "ONNX Runtime ms (min)", "ratio", "allocated", "arena kB", "weights kB", "exact", "max difference"]);
        foreach (var r in results)
        {
            string[] styleCell = styles ? [r.Network.Style ?? ""] : [];
            table.Add([
                r.Network.Name,
                .. styleCell,
                $"{r.Threads}",
                Number.Of(r.Facts.MultiplyAccumulates / 1e6),
                Number.Of(r.Octavo),
                Number.Of(r.OnnxRuntime),
                Number.Ratio(r.Ratio),
                Number.Of(r.AllocatedBytes),
                Number.Of(r.Facts.ArenaBytes / 1024.0),
                Number.Of(r.Facts.WeightBytes / 1024.0),
                $"{r.Agreement.Exact}/{r.Agreement.Cases}",
                Number.Difference(r.Agreement.MaximumDifference),
            ]);
        }

        table.Write();
        foreach (var group in results.GroupBy(r => (r.Threads, r.Network.IsStaticallyQuantized)).OrderBy(g => g.Key.Threads).ThenByDescending(g => g.Key.IsStaticallyQuantized))
        {
            string kind = group.Key.IsStaticallyQuantized ? "quantized" : "other";
            string threads = group.Key.Threads == 1 ? "1 thread" : $"{group.Key.Threads} threads";
            Console.WriteLine(FormattableString.Invariant(
                $"{threads}: geometric mean of the ratios of {group.Count()} {kind} networks {GeometricMean.Of(group.Select(r => r.Ratio)):0.00}"));
        }
    }
}
