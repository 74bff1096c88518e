using System;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using Octavo.Compiler;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;
using Octavo.Tool.Reports;
using Octavo.Tool.Verification;

namespace Octavo.Tool.Commands;

/// <summary><c>octavo verify</c>: a quantized model beside its float original.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Compares a quantized model with its float original, both as generated code.");
        var model = new ModelOptions(command, runs: true);
        var quantizedPath = new Argument<string>("quantized") { Description = "The quantized .onnx file." };
        var data = new DataOptions(command);
        var labels = new Option<string?>("--labels") { Description = "The right classes: an idx or .npy file, or text with a number a line." };
        var top = new Option<int>("--top") { Description = "Count the float model's answer among so many of the quantized one's best.", DefaultValueFactory = _ => 5 };
        var outputsOnly = new Option<bool>("--outputs-only") { Description = "Compare outputs only: faster on many samples." };
        var rows = new Option<int>("--rows") { Description = "Layers to list, the worst first.", DefaultValueFactory = _ => 20 };
        var report = new ReportOptions(command, "errors by layer, graph, layers, arena");
        var cosine = new Option<double?>("--min-cosine") { Description = "Exit with 1 when an output's cosine is smaller." };
        var sqnr = new Option<double?>("--min-sqnr") { Description = "Exit with 1 when an output's SQNR in decibels is smaller." };
        command.Arguments.Add(quantizedPath);
        foreach (Option option in new Option[] { labels, top, outputsOnly, rows, cosine, sqnr })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            ModelFiles.CheckTargets([model.Path(parsed), parsed.GetRequiredValue(quantizedPath)], report.PagePath(parsed));
            ModelSource source = model.Open(parsed), quantized = ModelFiles.Open(parsed.GetRequiredValue(quantizedPath));
            var right = parsed.GetValue(labels) is { } path ? Labels.Read(path) : null;
            using ModelComparer comparer = Terminal.Waiting($"Compiling {source.FileName} and {quantized.FileName}", () =>
                ModelComparer.Load(source, quantized, model.Compilation(parsed), model.Threads(parsed), layers: !parsed.GetValue(outputsOnly)));
            DataSet samples = data.Open(parsed, comparer.Inputs);
            Comparison comparison = Terminal.Counting("Comparing", progress => comparer.Run(samples, right, parsed.GetValue(top), progress));
            report.Write(
                parsed,
                () => Report(source, quantized, model.Compilation(parsed), comparison),
                () => ComparisonJson.Write(comparison),
                () => ComparisonTable.Write(comparison, parsed.GetValue(rows)));
            Terminal.Done($"Compared {comparison.Samples} samples", watch);
            bool isGood = comparison.Outputs.All(o => o.Cosine >= (parsed.GetValue(cosine) ?? -1) && o.Sqnr >= (parsed.GetValue(sqnr) ?? double.NegativeInfinity));
            return isGood ? 0 : 1;
        });
        return command;
    }

    private static HtmlReport Report(ModelSource source, ModelSource quantized, CompilerOptions options, Comparison comparison)
    {
        Inspection inspection = Inspection.Of(quantized, options);
        var errors = comparison.Tensors.Concat(comparison.Outputs).ToDictionary(t => t.Name, t => t.Sqnr, StringComparer.Ordinal);
        return new HtmlReport($"{quantized.FileName} beside {source.FileName}")
            .Sizes(inspection, Inspection.Of(source, options)).Errors(comparison, TensorMap.OrderOf(source)).Graph(quantized, errors).Layers(inspection).Arena(inspection);
    }
}
