using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Octavo.Conformance.Suites;
using Octavo.Conformance.Verdicts;
using Octavo.Harness;

namespace Octavo.Conformance;

/// <summary>Judges every model of a folder and writes what became of them.</summary>
internal static class ConformanceCommand
{
    /// <summary>The folder with ONNX's node tests is the one that the documentation reports.</summary>
    private const string DocumentedSuite = "node";

    public static RootCommand Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Holds suites of models with recorded inputs and outputs, as ONNX's backend tests do." };
        var filter = new Argument<string?>("FILTER") { Description = "Only models whose suite/name contains this; several parts separated by commas.", DefaultValueFactory = _ => null };
        var list = new Option<bool>("--list") { Description = "Also name refused models with the reason." };
        var report = new Option<FileInfo?>("--report") { Description = "Write the report to this file; a full run over ONNX's tests writes docs/conformance.md anyway." };
        var command = new RootCommand("Compiles test models, runs the generated code and compares.") { folder.AcceptExistingOnly(), filter, list, report };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder).FullName, parsed.GetValue(filter), parsed.GetValue(list), parsed.GetValue(report)?.FullName));
        return command;
    }

    /// <summary>Judges models on all processors; the verdicts are in the models' order.</summary>
    public static IReadOnlyList<Verdict> Judge(IReadOnlyList<TestModel> models, Action<Verdict>? observe = null)
    {
        var verdicts = new Verdict[models.Count];
        int next = -1;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < models.Count; i = Interlocked.Increment(ref next))
            {
                verdicts[i] = ModelJudge.Judge(models[i]);
                observe?.Invoke(verdicts[i]);
            }
        });
        return verdicts;
    }

    private static int Run(string folder, string? filter, bool list, string? report)
    {
        IReadOnlyList<Verdict> verdicts = Judge(TestModel.Find(folder, filter));
        foreach (Verdict verdict in verdicts.Where(v => v.Outcome is Outcome.Wrong or Outcome.Crashed || (v.Outcome is Outcome.Passed && v.Reason.Length > 0) || (list && v.Outcome is Outcome.Refused)))
        {
            Console.WriteLine($"{verdict.Outcome.ToString().ToLowerInvariant(),-8}{verdict.Model.FullName}: {verdict.Reason}");
        }

        if (report is null && filter is null && Directory.Exists(Path.Combine(folder, DocumentedSuite)))
        {
            report = Repository.PathOf("docs", "conformance.md");
        }

        if (report is not null)
        {
            File.WriteAllText(report, ConformancePage.Write(verdicts));
        }

        Tally tally = Tally.Of(verdicts);
        if (tally.Unchecked > 0)
        {
            Console.WriteLine($"{tally.Unchecked} compiled, with nothing recorded to compare with");
        }

        Console.WriteLine(tally);
        return tally.Wrong + tally.Crashed == 0 ? 0 : 1;
    }
}
