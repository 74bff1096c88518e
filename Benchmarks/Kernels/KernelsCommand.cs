using System.CommandLine;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Octavo.Benchmarks.Kernels;

/// <summary><c>kernels</c>: single kernels with BenchmarkDotNet.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        var command = new Command("kernels", "Measures single kernels with each instruction set of this processor; takes BenchmarkDotNet's options, such as --filter '*Depthwise*'.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(parsed =>
        {
            // In this process: the kernels are internal, and the projects that BenchmarkDotNet generates would inherit this repository's build settings.
            var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            var summaries = new BenchmarkSwitcher([typeof(DotProductBenchmark), typeof(DepthwiseBenchmark), typeof(ElementwiseBenchmark)])
                .Run([.. parsed.UnmatchedTokens], config);
            return summaries.Any() && !summaries.Any(summary => summary.HasCriticalValidationErrors) ? 0 : 1;
        });
        return command;
    }
}
