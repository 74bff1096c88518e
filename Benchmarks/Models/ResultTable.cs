using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Spectre.Console;

namespace Octavo.Benchmarks.Models;

/// <summary>Shows results to people and to programs.</summary>
internal static class ResultTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(IAnsiConsole console, IReadOnlyList<NetworkResult> results)
    {
        var table = new Table().Border(TableBorder.Markdown);
        string[] headings = ["network", "M MAC", "Octavo ms (min)", "ONNX Runtime ms (min)", "ratio", "first ms", "ORT first ms", "allocated", "arena kB", "weights kB", "exact", "max difference"];
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(heading).Alignment(heading == "network" ? Justify.Left : Justify.Right).NoWrap());
        }

        foreach (var result in results)
        {
            table.AddRow([.. Cells(result).Select(cell => new Text(cell))]);
        }

        console.Write(table);
    }

    /// <summary>Medians; the ratio says how many times faster Octavo is.</summary>
    public static void WriteJson(string path, IReadOnlyList<NetworkResult> results) => File.WriteAllText(path, JsonSerializer.Serialize(
        results.Select(r => new { network = r.Network, threads = r.Threads, octavo_ms = r.Octavo.Median, onnxruntime_ms = r.OnnxRuntime.Median, ratio = r.Ratio }),
        Indented) + "\n");

    private static string[] Cells(NetworkResult r) =>
    [
        r.Network,
        Format(r.MultiplyAccumulates / 1e6),
        $"{Format(r.Octavo.Median)} ({Format(r.Octavo.Minimum)})",
        $"{Format(r.OnnxRuntime.Median)} ({Format(r.OnnxRuntime.Minimum)})",
        r.Ratio.ToString("0.00", CultureInfo.InvariantCulture),
        Format(r.OctavoFirst),
        Format(r.OnnxRuntimeFirst),
        r.AllocatedBytes.ToString("0.#", CultureInfo.InvariantCulture),
        Format(r.ArenaBytes / 1024.0),
        Format(r.WeightBytes / 1024.0),
        $"{r.Agreement.Exact}/{r.Agreement.Cases}",
        r.Agreement.MaximumDifference.ToString("G3", CultureInfo.InvariantCulture),
    ];

    /// <summary>About three significant digits, never an exponent.</summary>
    private static string Format(double value) => value.ToString(
        value switch { < 0.1 => "0.0000", < 1 => "0.000", < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
