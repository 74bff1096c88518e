using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Tool.Verification;
using Spectre.Console;

namespace Octavo.Tool.Reports;

/// <summary>A comparison as tables for people.</summary>
internal static class ComparisonTable
{
    private const int RedirectedWidth = 140;

    public static void Write(Comparison comparison, int rows)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        AnsiConsole.Write(Table("output", comparison.Outputs));
        if (comparison.Tensors.Count > 0)
        {
            AnsiConsole.Write(Table("tensor, the worst first", comparison.Tensors.Take(rows)));
        }

        if (comparison.Predictions is { } predictions)
        {
            AnsiConsole.WriteLine(FormattableString.Invariant(
                $"Same answer: {100 * predictions.Agreement:0.00} % of {predictions.Count}; the float model's answer among the best {predictions.Top}: {100 * predictions.TopAgreement:0.00} %"));
            if (predictions is { FloatAccuracy: { } before, QuantizedAccuracy: { } after })
            {
                AnsiConsole.WriteLine(FormattableString.Invariant($"Accuracy: float {100 * before:0.00} %, quantized {100 * after:0.00} %, difference {100 * (after - before):+0.00;-0.00;0.00} points"));
            }
        }
    }

    private static Table Table(string title, IEnumerable<TensorError> errors)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(title)
            .AddColumn(new TableColumn("SQNR dB").RightAligned()).AddColumn(new TableColumn("cosine").RightAligned()).AddColumn(new TableColumn("largest difference").RightAligned());
        foreach (TensorError error in errors)
        {
            table.AddRow(Markup.Escape(error.Name), Number(error.Sqnr, "0.0"), Number(error.Cosine, "0.00000"), Number(error.LargestDifference, "0.####"));
        }

        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
