using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.OnnxRuntime;
using Octavo.Compiler;
using Spectre.Console;

namespace Octavo.Benchmarks.Models;

/// <summary><c>models DIR</c>: whole networks, Octavo beside ONNX Runtime.</summary>
internal static class ModelsCommand
{
    private const int RedirectedWidth = 240;
    private static readonly TimeSpan RestBetweenThreads = TimeSpan.FromMilliseconds(25);

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Holds networks: NAME/model.onnx with recorded runs NAME/case_K, or NAME.onnx." };
        var threads = new Option<int>("--threads") { Description = "Threads per inference, for both.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "How long to measure each network.", DefaultValueFactory = _ => 1.5 };
        var filter = new Option<string?>("--filter") { Description = "Only networks whose name contains this." };
        var all = new Option<bool>("--all") { Description = "Also networks that are not quantized statically." };
        var processorTime = new Option<bool>("--processor-time") { Description = "Count the thread's processor time instead of the time that passes: for busy machines, and one thread only." };
        var json = new Option<FileInfo?>("--json") { Description = "Write the medians to this file." };
        var command = new Command("models", "Measures whole networks, Octavo beside ONNX Runtime.") { folder.AcceptExistingOnly(), threads, seconds, filter, all, processorTime, json };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(folder).FullName,
            parsed.GetValue(filter),
            parsed.GetValue(all),
            parsed.GetValue(threads),
            new Alternation(
                parsed.GetValue(processorTime) ? Clock.Processor : Clock.Wall,
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                parsed.GetValue(threads) > 1 ? RestBetweenThreads : TimeSpan.Zero),
            parsed.GetValue(json)?.FullName));
        return command;
    }

    private static int Run(string folder, string? filter, bool all, int threads, Alternation alternation, string? json)
    {
        if (threads > 1 && alternation.Clock == Clock.Processor)
        {
            Console.Error.WriteLine("--processor-time sees one thread only.");
            return 2;
        }

        OrtEnvironment onnxRuntime;
        try
        {
            onnxRuntime = OrtEnvironment.Create();
        }
        catch (Exception e) when (e is FileNotFoundException or DllNotFoundException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        using (onnxRuntime)
        {
            var networks = NetworkFolder.Find(folder)
                .Where(n => filter is null || n.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
                .Where(n => all || n.IsStaticallyQuantized);
            var results = Measure(networks, new NetworkBenchmark(onnxRuntime, alternation, threads));
            if (Console.IsOutputRedirected)
            {
                AnsiConsole.Profile.Width = RedirectedWidth;
            }

            AnsiConsole.WriteLine($"Octavo beside ONNX Runtime {onnxRuntime.Api.Version}, {threads} {(threads == 1 ? "thread" : "threads")}");
            ResultTable.Write(AnsiConsole.Console, results);
            if (json is not null)
            {
                ResultTable.WriteJson(json, results);
            }

            return results.Count > 0 ? 0 : 1;
        }
    }

    private static List<NetworkResult> Measure(IEnumerable<NetworkFolder> networks, NetworkBenchmark benchmark)
    {
        var results = new List<NetworkResult>();
        foreach (var network in networks)
        {
            try
            {
                results.Add(benchmark.Run(network));
            }
            catch (Exception e) when (e is ModelException or InvalidOperationException or NotSupportedException)
            {
                Console.Error.WriteLine($"skipped {network.Name}: {e.Message}");
            }
        }

        return results;
    }
}
