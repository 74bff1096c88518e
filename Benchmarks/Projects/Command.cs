using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace Octavo.Benchmarks.Projects;

/// <summary>What a command took.</summary>
/// <param name="PeakBytes">The most memory that it and its children held at once; 0 where the system does not tell.</param>
internal sealed record CommandCost(TimeSpan Elapsed, long PeakBytes);

/// <summary>Runs programs and measures them.</summary>
internal static class Command
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">The command failed; the message holds what it printed.</exception>
    public static CommandCost Run(string folder, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(SamplingInterval))
        {
            peak = Math.Max(peak, ProcessTree.ResidentBytes(process.Id));
        }

        var elapsed = Stopwatch.GetElapsedTime(begin);
        return process.ExitCode == 0
            ? new CommandCost(elapsed, peak)
            : throw new InvalidOperationException($"'{program} {string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}:\n{output.Result}{errors.Result}");
    }
}
