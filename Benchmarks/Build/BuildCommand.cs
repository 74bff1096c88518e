using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.Networks;
using Octavo.Benchmarks.Output;
using Octavo.Benchmarks.Projects;
using Command = System.CommandLine.Command;

namespace Octavo.Benchmarks.Build;

/// <summary><c>build</c>: what a model adds to the build of a project.</summary>
internal static class BuildCommand
{
    private static readonly string[] Networks = ["mobilenet_v2_224", "resnet50"];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each build is measured.", DefaultValueFactory = _ => 5 };
        var command = new Command("build", "Measures what a model adds to the time and memory of a build.") { rounds };
        command.SetAction(parsed => Run(parsed.GetValue(rounds)));
        return command;
    }

    private static int Run(int rounds)
    {
        using var workspace = new Workspace();
        BuiltProject[] projects = [new(workspace, null), .. Networks.Select(name => new BuiltProject(workspace, SyntheticNetwork.All.Single(n => n.Name == name)))];
        foreach (var project in projects)
        {
            project.Restore();
        }

        var report = new Report(["project", "build"], ["s (min)", "added s", "peak MB", "added MB"]);
        Measure(report, "cold", rounds, projects, project => project.Cold());
        Measure(report, "no-op", rounds, projects, project => project.NoOp());
        Measure(report, "model changed", rounds, projects, project => project.ModelChanged());
        report.Write();
        return 0;
    }

    /// <summary>Builds the projects by turns; the first is the one that the others are compared with.</summary>
    private static void Measure(Report report, string kind, int rounds, BuiltProject[] projects, Func<BuiltProject, CommandCost> build)
    {
        var costs = projects.Select(_ => new List<CommandCost>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < projects.Length; i++)
            {
                costs[i].Add(build(projects[i]));
            }
        }

        Timing[] seconds = [.. costs.Select(c => Timing.Of(c.Select(cost => cost.Elapsed.TotalSeconds)))];
        double[] megabytes = [.. costs.Select(c => Timing.Of(c.Select(cost => cost.PeakBytes / 1e6)).Median)];
        for (int i = 0; i < projects.Length; i++)
        {
            report.Add(
                projects[i].Name,
                kind,
                Number.Of(seconds[i]),
                i == 0 ? "" : Number.Ratio(seconds[i].Median - seconds[0].Median),
                Number.Of(megabytes[i]),
                i == 0 ? "" : $"{megabytes[i] - megabytes[0]:0}");
        }
    }
}
