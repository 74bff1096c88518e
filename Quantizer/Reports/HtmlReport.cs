using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Tool.Calibration;
using Octavo.Tool.Verification;

namespace Octavo.Tool.Reports;

/// <summary>A page that needs nothing but itself: sections are added in the order in which they appear.</summary>
internal sealed class HtmlReport(string title)
{
    private readonly StringBuilder _body = new();

    public override string ToString() => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>{{Text(title)}}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        {{PageStyle.Css}}
        </style>
        </head>
        <body>
        <h1>{{Text(title)}}</h1>
        {{_body}}</body>
        </html>

        """.ReplaceLineEndings("\n");

    /// <summary>The sizes of a model; beside those of the float model when there is one.</summary>
    public HtmlReport Sizes(Inspection model, Inspection? original)
    {
        string Row(string what, Func<Inspection, long> value) => original is null
            ? $"<tr><td>{what}</td><td class=n>{Count(value(model))}</td></tr>"
            : $"<tr><td>{what}</td><td class=n>{Count(value(original))}</td><td class=n>{Count(value(model))}</td><td class=n>{(value(original) == 0 ? "" : Number((double)value(model) / value(original), "0.00"))}</td></tr>";

        return Section("Size", "<table><tr><th></th>" + (original is null ? "<th class=n>this model</th>" : "<th class=n>float</th><th class=n>quantized</th><th class=n>ratio</th>") + "</tr>"
            + Row("model file, bytes", m => m.FileBytes) + Row("packed weights, bytes", m => m.WeightBytes) + Row("arena, bytes", m => m.ArenaBytes)
            + Row("layers", m => m.Layers.Count) + Row("layers on codes", m => m.Layers.Count(l => l.IsInteger)) + Row("multiply-accumulates", m => m.MultiplyAccumulates) + "</table>");
    }

    /// <summary>The errors of outputs and layers, the latter in the order of their computation and worst first.</summary>
    public HtmlReport Errors(Comparison comparison, IReadOnlyList<string> order)
    {
        var text = new StringBuilder();
        if (comparison.Predictions is { } p)
        {
            text.Append($"<p>Same answer on {Number(100 * p.Agreement, "0.00")} % of {p.Count} samples; the float model's answer among the best {p.Top} on {Number(100 * p.TopAgreement, "0.00")} %.");
            text.Append(p is { FloatAccuracy: { } before, QuantizedAccuracy: { } after } ? $" Accuracy {Number(100 * before, "0.00")} % in float, {Number(100 * after, "0.00")} % quantized.</p>" : "</p>");
        }

        text.Append(ErrorTable("output", comparison.Outputs));
        Section("Outputs", text.ToString());
        if (comparison.Tensors.Count == 0)
        {
            return this;
        }

        var places = order.Select((name, i) => (name, i)).DistinctBy(o => o.name).ToDictionary(o => o.name, o => o.i, StringComparer.Ordinal);
        TensorError[] ordered = [.. comparison.Tensors.OrderBy(t => places.TryGetValue(t.Name, out int place) ? place : int.MaxValue)];
        return Section("Error by layer", "<p class=muted>Signal to quantization noise in decibels, from the input to the outputs; below 20 dB in red, a whole bar where nothing differs. Point at a bar for its tensor; the table has the worst first.</p>"
            + Svg.Bars([.. ordered.Select(t => (t.Name, t.Sqnr))]) + "<div class=scroll>" + ErrorTable("tensor", comparison.Tensors) + "</div>");
    }

    /// <summary>What each layer costs alone, and which of them are spared.</summary>
    public HtmlReport Sensitivity(MixedPrecision mixture)
    {
        string target = Number(mixture.Target, "0.#");
        string summary = $"<p>{mixture.Spared.Count} of {mixture.Ranking.Count} layers get {mixture.Fate}; the worst output has {Number(mixture.Sqnr, "0.0")} dB, {target} dB {(mixture.IsReached ? "being" : "not being reached, which was")} asked for.</p>";
        double top = Math.Max(mixture.Ranking.Where(l => double.IsFinite(l.Sqnr)).Select(l => l.Sqnr).DefaultIfEmpty(1).Max(), 1);
        return Section("Sensitivity", summary + "<p class=muted>The worst output's SQNR when a layer alone is quantized: the shorter the bar, the more the layer costs. Layers in orange are spared.</p><div class=scroll><table>"
            + string.Concat(mixture.Ranking.Select((l, i) =>
                $"<tr><td class=n>{i + 1}</td><td class=name>{Text(l.Layer)}</td><td class=n>{Number(l.Sqnr, "0.0")} dB</td><td class=meter title=\"{Number(l.Sqnr, "0.0")} dB\"><div{(i < mixture.Spared.Count ? " class=spared" : "")} style=\"width:{Number(100 * Math.Clamp(l.Sqnr / top, 0.005, 1), "0.#")}%\"></div></td><td>{(i < mixture.Spared.Count ? mixture.Fate : "")}</td></tr>")) + "</table></div>");
    }

    /// <summary>Each tensor's histogram, logarithmic, with the range that its codes cover.</summary>
    public HtmlReport Ranges(CalibrationData calibration, IReadOnlyDictionary<string, (double Low, double High)> clips)
    {
        var figures = calibration.Tensors.Where(t => clips.ContainsKey(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t =>
            $"<figure>{Svg.Histogram(t.Value, clips[t.Key])}<figcaption>{Text(t.Key)}<br>seen {Number(t.Value.Min, "G4")} to {Number(t.Value.Max, "G4")}, coded {Number(clips[t.Key].Low, "G4")} to {Number(clips[t.Key].High, "G4")}</figcaption></figure>");
        return Section("Ranges", $"<p class=muted>How often values occurred in {calibration.Samples} samples (logarithmic), and in green the range that codes cover.</p><div class=ranges>{string.Concat(figures)}</div>");
    }

    /// <summary>The file's graph from top to bottom.</summary>
    /// <param name="errors">The SQNR of results by name, for the nodes' hints; null when there is none.</param>
    public HtmlReport Graph(ModelSource model, IReadOnlyDictionary<string, double>? errors) =>
        Section("Graph", "<p class=muted>" + GraphDrawing.Legend + "</p><div class=scroll>" + GraphDrawing.Svg(model, errors) + "</div>");

    public HtmlReport Layers(Inspection model) => Section("Layers", "<div class=scroll><table><tr><th>layer</th><th>op</th><th>kernel</th><th>output</th><th class=n>MMAC</th></tr>"
        + string.Concat(model.Layers.Select(l => $"<tr><td class=name>{Text(l.Name)}</td><td>{Text(l.Operator)}</td><td>{Text(l.Kernel)}</td><td>{Text(l.Output)}</td><td class=n>{Number(l.MultiplyAccumulates / 1e6, "0.###")}</td></tr>"))
        + "</table></div>" + (model.Findings.Count == 0 ? "" : "<h3>What the compiler tells</h3><ul>" + string.Concat(model.Findings.Select(f => $"<li>{f.Id}: {Text(f.Message)}</li>")) + "</ul>"));

    /// <summary>Which tensor uses which bytes of the working memory, and when.</summary>
    public HtmlReport Arena(Inspection model) => Section("Arena", $"<p class=muted>{Count(model.ArenaBytes)} bytes of working memory from top to bottom, layers from left to right.</p>" + Svg.Arena(model.Arena, model.ArenaBytes, model.Layers.Count));

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    internal static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "&#8239;");

    private static string ErrorTable(string what, IEnumerable<TensorError> errors) => $"<table><tr><th>{what}</th><th class=n>SQNR dB</th><th class=n>cosine</th><th class=n>largest difference</th></tr>"
        + string.Concat(errors.Select(e => $"<tr><td class=name>{Text(e.Name)}</td><td class=n>{Number(e.Sqnr, "0.0")}</td><td class=n>{Number(e.Cosine, "0.00000")}</td><td class=n>{Number(e.LargestDifference, "0.####")}</td></tr>")) + "</table>";

    private HtmlReport Section(string heading, string content)
    {
        _body.Append("<h2>").Append(heading).Append("</h2>\n").Append(content).Append('\n');
        return this;
    }
}
