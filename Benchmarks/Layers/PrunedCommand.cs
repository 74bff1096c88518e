using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.Output;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Layers;

/// <summary><c>pruned</c>: single layers on one thread, with more and more blocks of weights that are zero beside the same layer without.</summary>
internal static class PrunedCommand
{
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long to measure each layer.", DefaultValueFactory = _ => 1.0 };
        var filter = new Option<string?>("--filter") { Description = "Only layers whose name contains this." };
        var shares = new Option<double[]>("--zero-blocks") { Description = "Shares of the blocks.", DefaultValueFactory = _ => [0.5, 0.75, 0.9], AllowMultipleArgumentsPerToken = true };
        var command = new Command("pruned", "Measures single layers with blocks of zeros beside the same layers without.") { seconds, filter, shares };
        command.SetAction(parsed => Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(filter), parsed.GetValue(shares)!));
        return command;
    }

    private static int Run(TimeSpan duration, string? filter, double[] shares)
    {
        WorkerProcess[] workers = [.. shares.Prepend(0).Select(share => new WorkerProcess(WorkerCommand.PrunedLayers, "--zero-blocks", share.ToString(CultureInfo.InvariantCulture)))];
        foreach (var worker in workers)
        {
            worker.LoadNumber();
        }

        var report = new Report(["layer"], ["M MAC", "dense µs", .. shares.Select(share => $"{100 * share:0.#} % zero")]);
        for (int i = 0; i < LayerShape.Prunable.Count; i++)
        {
            var shape = LayerShape.Prunable[i];
            if (filter is null || shape.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var worker in workers)
                {
                    worker.OpenLayer(i);
                }

                double[] times = [.. new Alternation(duration).Measure(workers).Select(timing => timing.Median)];
                report.Add([shape.Name, Number.Of(shape.MultiplyAccumulates / 1e6), Number.Of(times[0] * 1000), .. times.Skip(1).Select(time => Number.Ratio(times[0] / time))]);
            }
        }

        report.Write();
        foreach (var worker in workers)
        {
            worker.Dispose();
        }

        return 0;
    }
}
