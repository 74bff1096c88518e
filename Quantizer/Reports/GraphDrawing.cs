using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Tool.Reports;

/// <summary>
/// Draws a model file's nodes in rows by their distance from the inputs, with constants left out. A QuantizeLinear and the DequantizeLinear behind it are no nodes but a line of another colour: what passes it is codes.
/// </summary>
internal sealed class GraphDrawing
{
    public const string Legend = "<span class=\"key int\"></span>computes on codes<span class=\"key float\"></span>is float<span class=\"key convert\"></span>converts; green lines carry codes. Point at a node for its whole name.";

    private const int BoxWidth = 148, BoxHeight = 30, ColumnGap = 16, RowGap = 18, NameLength = 24;
    private const double Poor = 20;

    private readonly OnnxGraph _graph;
    private readonly IReadOnlyDictionary<string, double>? _errors;

    /// <summary>For the reals behind a pair of conversions: the tensor in front of it.</summary>
    private readonly Dictionary<string, string> _coded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constants;
    private readonly HashSet<OnnxNode> _hidden = [];
    private readonly HashSet<string> _codes;
    private readonly List<(OnnxNode Node, int Row, int Column)> _boxes = [];
    private readonly Dictionary<int, int> _filled = [];

    private GraphDrawing(OnnxGraph graph, IReadOnlyDictionary<string, double>? errors)
    {
        (_graph, _errors) = (graph, errors);
        _constants = new HashSet<string>(graph.Initializers.Select(i => i.Name), StringComparer.Ordinal);
        _codes = new HashSet<string>(graph.Nodes.Where(n => n.OpType is "QuantizeLinear" or "DequantizeLinear").SelectMany(n => n.Outputs), StringComparer.Ordinal);
        HidePairs();
        Place();
    }

    /// <param name="errors">The SQNR of results by name; null when there is none.</param>
    public static string Svg(ModelSource model, IReadOnlyDictionary<string, double>? errors) => new GraphDrawing(OnnxReader.Read(model.Bytes).Graph, errors).Draw();

    private void HidePairs()
    {
        var quantizers = _graph.Nodes.Where(n => n.OpType == "QuantizeLinear").ToDictionary(n => n.Outputs[0], StringComparer.Ordinal);
        var readers = _graph.Nodes.SelectMany(n => n.Inputs).GroupBy(i => i, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (OnnxNode node in _graph.Nodes.Where(n => n.OpType == "DequantizeLinear"))
        {
            if (quantizers.TryGetValue(node.Inputs[0], out OnnxNode? quantizer) && readers[node.Inputs[0]] == 1 && readers.ContainsKey(node.Outputs[0]))
            {
                _coded[node.Outputs[0]] = quantizer.Inputs[0];
                _hidden.Add(node);
                _hidden.Add(quantizer);
            }
        }
    }

    private void Place()
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (OnnxNode node in _graph.Nodes.Where(n => !_hidden.Contains(n) && n.Inputs.Any(i => i.Length > 0 && !_constants.Contains(i))))
        {
            int row = node.Inputs.Select(Source).Where(rows.ContainsKey).Select(i => rows[i] + 1).DefaultIfEmpty(0).Max();
            int column = _filled.GetValueOrDefault(row);
            _filled[row] = column + 1;
            _boxes.Add((node, row, column));
            foreach (string output in node.Outputs)
            {
                rows[output] = row;
            }
        }
    }

    private string Source(string tensor) => _coded.GetValueOrDefault(tensor, tensor);

    private string Draw()
    {
        int columns = _filled.Values.DefaultIfEmpty(1).Max(), height = _filled.Count == 0 ? 0 : (_filled.Keys.Max() + 1) * (BoxHeight + RowGap);
        var places = new Dictionary<string, (double X, double Y)>(StringComparer.Ordinal);
        // An activation behind arithmetic on codes is part of it.
        var fused = new HashSet<string>(StringComparer.Ordinal);
        var edges = new StringBuilder();
        var nodes = new StringBuilder();
        foreach ((OnnxNode node, int row, int column) in _boxes)
        {
            double x = ((columns - _filled[row]) * (BoxWidth + ColumnGap) / 2.0) + (column * (BoxWidth + ColumnGap)) + (ColumnGap / 2.0), y = row * (BoxHeight + RowGap);
            foreach (string input in node.Inputs.Where(i => places.ContainsKey(Source(i))).Distinct())
            {
                (double fromX, double fromY) = places[Source(input)];
                double toX = x + (BoxWidth / 2.0), middle = (fromY + y) / 2;
                edges.Append($"<path class=\"edge{(_coded.ContainsKey(input) ? " codes" : "")}\" d=\"M{N(fromX)} {N(fromY)} C{N(fromX)} {N(middle)} {N(toX)} {N(middle)} {N(toX)} {N(y)}\"/>");
            }

            string kind = KindOf(node, fused);
            if (kind == "int")
            {
                fused.UnionWith(node.Outputs);
            }

            nodes.Append(Box(node, kind, x, y));
            foreach (string output in node.Outputs)
            {
                places[output] = (x + (BoxWidth / 2.0), y + BoxHeight);
            }
        }

        return $"<svg width=\"{columns * (BoxWidth + ColumnGap)}\" height=\"{height}\">{edges}{nodes}</svg>";
    }

    private string KindOf(OnnxNode node, HashSet<string> fused) =>
        node.OpType is "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" ? "convert"
        : node.OpType.StartsWith('Q') || node.OpType.EndsWith("Integer", StringComparison.Ordinal) || node.OpType is "DynamicQuantizeLSTM" or "MatMulNBits" || node.Inputs.Any(i => _codes.Contains(i))
            || (node.OpType is "Relu" or "Clip" && fused.Contains(node.Inputs[0])) ? "int" : "float";

    private string Box(OnnxNode node, string kind, double x, double y)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Outputs[0], error = "";
        double decibels = _errors is null ? double.NaN : node.Outputs.Select(o => _errors.TryGetValue(o, out double e) ? e : double.NaN).FirstOrDefault(e => !double.IsNaN(e), double.NaN);
        if (!double.IsNaN(decibels))
        {
            error = double.IsPositiveInfinity(decibels) ? "equal" : $"{HtmlReport.Number(decibels, "0.0")} dB";
        }

        string shown = name.Length > NameLength ? "…" + name[^(NameLength - 1)..] : name;
        return $"<g><title>{HtmlReport.Text(node.OpType)} {HtmlReport.Text(name)}{(error.Length == 0 ? "" : ": " + error)}</title><rect class=\"{kind}\" rx=\"4\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\"/>"
            + $"<text x=\"{N(x + 7)}\" y=\"{N(y + 13)}\">{HtmlReport.Text(node.OpType)}</text><text class=\"small\" x=\"{N(x + 7)}\" y=\"{N(y + 24.5)}\">{HtmlReport.Text(shown)}</text>"
            + (error.Length == 0 ? "" : $"<text{(decibels < Poor ? " class=\"bad\"" : "")} x=\"{N(x + BoxWidth - 6)}\" y=\"{N(y + 13)}\" text-anchor=\"end\">{error}</text>") + "</g>";
    }

    private static string N(double value) => Reports.Svg.N(value);
}
