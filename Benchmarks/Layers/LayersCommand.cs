using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.OneDnn;
using Octavo.Benchmarks.Output;
using Octavo.Benchmarks.Workers;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Layers;

/// <summary><c>layers</c>: single layers on one thread, Octavo beside oneDNN and beside what the processor could do.</summary>
internal static class LayersCommand
{
    private static readonly (string Heading, string MaximumIsa)[] OneDnnColumns = [("oneDNN AVX2_VNNI", "AVX2_VNNI"), ("oneDNN best", "ALL")];

    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long to measure each layer.", DefaultValueFactory = _ => 1.0 };
        var filter = new Option<string?>("--filter") { Description = "Only layers whose name contains this." };
        var command = new Command("layers", "Measures single layers, Octavo beside oneDNN where it is installed and beside the processor's peak.") { seconds, filter };
        command.SetAction(parsed => Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(filter)));
        return command;
    }

    private static int Run(TimeSpan duration, string? filter)
    {
        using var octavo = new WorkerProcess(WorkerCommand.OctavoLayers);
        using var peak = new WorkerProcess(WorkerCommand.Peak);
        WorkerProcess[] oneDnn = Dnnl.IsInstalled ? [.. OneDnnColumns.Select(column => StartOneDnn(column.MaximumIsa))] : [];
        WorkerProcess[] layers = [octavo, .. oneDnn];
        foreach (var worker in layers)
        {
            worker.LoadNumber();
        }

        double? peakProducts = LoadPeak(peak);
        WorkerProcess[] contestants = peakProducts is null ? layers : [.. layers, peak];
        var report = new Report(["layer"], ["M MAC", "Octavo GMAC/s", .. oneDnn.Select((_, i) => OneDnnColumns[i].Heading), "ratio", $"{InstructionSets.Current} peak", "of peak"]);
        for (int i = 0; i < LayerShape.All.Count; i++)
        {
            var shape = LayerShape.All[i];
            if (filter is null || shape.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var worker in layers)
                {
                    worker.OpenLayer(i);
                }

                double[] speeds = [.. new Alternation(duration).Measure(contestants).Select((t, k) => (k < layers.Length ? shape.MultiplyAccumulates : peakProducts!.Value) / t.Median / 1e6)];
                report.Add(Cells(shape, speeds[..layers.Length], peakProducts is null ? null : speeds[^1]));
            }
        }

        report.Write();
        foreach (var worker in oneDnn)
        {
            worker.Dispose();
        }

        return 0;
    }

    private static IEnumerable<string> Cells(LayerShape shape, double[] speeds, double? peak) =>
    [
        shape.Name,
        Number.Of(shape.MultiplyAccumulates / 1e6),
        .. speeds.Select(Number.Of),
        speeds.Length > 1 ? Number.Ratio(speeds[0] / speeds[1]) : "",
        peak is { } p ? Number.Of(p) : "",
        peak is { } q ? $"{100 * speeds[0] / q:0} %" : "",
    ];

    private static WorkerProcess StartOneDnn(string maximumIsa) => new([("DNNL_MAX_CPU_ISA", maximumIsa), ("OMP_NUM_THREADS", "1")], WorkerCommand.OneDnnLayers);

    private static double? LoadPeak(WorkerProcess peak)
    {
        try
        {
            return peak.LoadNumber();
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
