using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.Networks;
using Octavo.Benchmarks.OnnxRuntime;
using Octavo.Benchmarks.Output;
using Octavo.Benchmarks.Projects;
using Octavo.Harness;
using Command = System.CommandLine.Command;

namespace Octavo.Benchmarks.Startup;

/// <summary><c>startup</c>: from the start of a process to its first result.</summary>
internal static class StartupCommand
{
    /// <summary>The network to start with where there is no other.</summary>
    private const string Untrained = "mobilenet_v2_224";

    /// <summary>One of the networks that may be kept beside the repository.</summary>
    private static string Trained => Path.GetFullPath(Repository.PathOf("..", "shared", "models", "mobilenet_v2_244_qdq", "model.onnx"));

    public static Command Create()
    {
        var model = new Option<FileInfo?>("--model") { Description = "A network with one float input; MobileNetV2 by default." };
        var rounds = new Option<int>("--rounds") { Description = "How often each program is started.", DefaultValueFactory = _ => 30 };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Use this folder for the programs and leave them there." };
        var command = new Command("startup", "Measures the time from the start of a process to its first result, and its memory.") { model, rounds, keep };
        command.SetAction(parsed => Run(parsed.GetValue(model)?.FullName, parsed.GetValue(rounds), parsed.GetValue(keep)?.FullName));
        return command;
    }

    private static int Run(string? model, int rounds, string? keep)
    {
        using var workspace = new Workspace(keep);
        model ??= File.Exists(Trained) ? Trained : workspace.Write(Untrained + ".onnx", SyntheticNetwork.All.Single(n => n.Name == Untrained).Build());
        StartupProgram octavo = StartupProgram.Octavo(model), onnxRuntime = StartupProgram.OnnxRuntime(model, InputShape(model));
        PublishedProgram[] programs =
        [
            PublishedProgram.Native(workspace, StartupProgram.Empty),
            PublishedProgram.Native(workspace, octavo),
            PublishedProgram.Native(workspace, onnxRuntime),
            PublishedProgram.Managed(workspace, StartupProgram.Empty),
            PublishedProgram.Managed(workspace, octavo),
            PublishedProgram.Managed(workspace, onnxRuntime),
        ];
        Report(programs, rounds);
        return 0;
    }

    /// <summary>Starts the programs by turns.</summary>
    private static void Report(PublishedProgram[] programs, int rounds)
    {
        var runs = programs.Select(_ => new List<(double Milliseconds, long PeakBytes)>()).ToArray();
        for (int round = 0; round <= rounds; round++)
        {
            for (int i = 0; i < programs.Length; i++)
            {
                var run = programs[i].Run();
                // The first start reads files from the disk.
                if (round > 0)
                {
                    runs[i].Add(run);
                }
            }
        }

        long library = new FileInfo(OrtLibrary.Locate()).Length;
        var report = new Report(["program"], ["ms (min)", "peak MB", "files MB"]);
        foreach (var (program, measured) in programs.Zip(runs))
        {
            long bytes = program.Bytes + (program.Name.StartsWith("onnxruntime", System.StringComparison.Ordinal) ? library : 0);
            report.Add(
                program.Name,
                Number.Of(Timing.Of(measured.Select(run => run.Milliseconds))),
                Number.Of(Timing.Of(measured.Select(run => run.PeakBytes / 1e6)).Median),
                Number.Of(bytes / 1e6));
        }

        report.Write();
    }

    private static IReadOnlyList<int> InputShape(string model)
    {
        using var network = CompiledNetwork.Load(File.ReadAllBytes(model));
        return network.Inputs[0].Shape;
    }
}
