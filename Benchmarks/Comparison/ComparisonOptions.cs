using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace Octavo.Benchmarks.Comparison;

/// <summary>What the commands that compare networks have in common.</summary>
internal sealed record ComparisonOptions(IReadOnlyList<int> Threads, TimeSpan Duration, string? Filter, bool ProcessorTime, string? Json)
{
    private static readonly int[] DefaultThreads = [1, 2];

    private static readonly Option<int[]> ThreadsOption = new("--threads")
    {
        Description = "Threads per inference, for both; several numbers are measured one after the other.",
        DefaultValueFactory = _ => DefaultThreads,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<double> SecondsOption = new("--seconds")
    {
        Description = "How long to measure each network on each number of threads.",
        DefaultValueFactory = _ => 1.5,
    };

    private static readonly Option<string?> FilterOption = new("--filter") { Description = "Only networks whose name contains this." };

    private static readonly Option<bool> ProcessorTimeOption = new("--processor-time")
    {
        Description = "Count the thread's processor time instead of the time that passes: for busy machines, and one thread only.",
    };

    private static readonly Option<FileInfo?> JsonOption = new("--json") { Description = "Write the medians to this file." };

    public static void AddTo(Command command)
    {
        command.Options.Add(ThreadsOption);
        command.Options.Add(SecondsOption);
        command.Options.Add(FilterOption);
        command.Options.Add(ProcessorTimeOption);
        command.Options.Add(JsonOption);
        command.Validators.Add(result =>
        {
            int[] threads = result.GetValue(ThreadsOption) ?? DefaultThreads;
            if (threads.Any(t => t < 1))
            {
                result.AddError("--threads takes positive numbers.");
            }
            else if (result.GetValue(ProcessorTimeOption) && threads.Any(t => t > 1))
            {
                result.AddError("--processor-time sees one thread only: add --threads 1.");
            }
        });
    }

    public static ComparisonOptions Of(ParseResult parsed) => new(
        parsed.GetRequiredValue(ThreadsOption),
        TimeSpan.FromSeconds(parsed.GetValue(SecondsOption)),
        parsed.GetValue(FilterOption),
        parsed.GetValue(ProcessorTimeOption),
        parsed.GetValue(JsonOption)?.FullName);

    public bool Selects(string name) => Filter is null || name.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
