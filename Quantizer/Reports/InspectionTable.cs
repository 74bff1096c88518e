using System;
using System.Globalization;
using System.Linq;
using Octavo.Compiler;
using Spectre.Console;

namespace Octavo.Tool.Reports;

/// <summary>An inspection as tables for people.</summary>
internal static class InspectionTable
{
    private const int RedirectedWidth = 200;

    public static void Write(Inspection model)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        AnsiConsole.WriteLine(FormattableString.Invariant($"{model.File}: operator set {model.Opset}{(model.Producer.Length == 0 ? "" : ", " + model.Producer)}, {model.FileBytes} bytes"));
        AnsiConsole.WriteLine("inputs   " + string.Join("; ", model.Inputs));
        AnsiConsole.WriteLine("outputs  " + string.Join("; ", model.Outputs));
        AnsiConsole.WriteLine("holds    " + string.Join(", ", model.Operators.Select(o => $"{o.Count} {o.Name}")));
        AnsiConsole.WriteLine(FormattableString.Invariant(
            $"becomes  {model.Layers.Count} layers, {model.Layers.Count(l => l.IsInteger)} of them on codes, {model.MultiplyAccumulates / 1e6:0.000} M multiply-accumulates, {model.WeightBytes} bytes of weights, {model.ArenaBytes} bytes of arena"));

        var table = new Table().Border(TableBorder.Simple).AddColumn("layer").AddColumn("op").AddColumn("kernel").AddColumn("output")
            .AddColumn(new TableColumn("MMAC").RightAligned()).AddColumn(new TableColumn("%").RightAligned());
        foreach (LayerFacts layer in model.Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Name), layer.Operator, Markup.Escape(layer.Kernel), Markup.Escape(layer.Output),
                layer.MultiplyAccumulates == 0 ? "" : (layer.MultiplyAccumulates / 1e6).ToString("0.000", CultureInfo.InvariantCulture),
                layer.MultiplyAccumulates == 0 ? "" : (100.0 * layer.MultiplyAccumulates / model.MultiplyAccumulates).ToString("0.0", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        foreach (Problem finding in model.Findings)
        {
            AnsiConsole.WriteLine($"{finding.Id}: {finding.Message}");
        }
    }
}
