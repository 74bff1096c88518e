using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Tool.Reports;

/// <summary>Draws a model file's nodes in rows by their distance from the inputs, with constants left out.</summary>
internal static class GraphDrawing
{
    private const int BoxWidth = 128, BoxHeight = 22, ColumnGap = 14, RowGap = 20;

    public static string Svg(ModelSource model, IReadOnlyDictionary<string, double>? errors)
    {
        OnnxGraph graph = OnnxReader.Read(model.Bytes).Graph;
        var constants = new HashSet<string>(graph.Initializers.Select(i => i.Name), StringComparer.Ordinal);
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new HashSet<string>(graph.Nodes.Where(n => n.OpType == "QuantizeLinear").SelectMany(n => n.Outputs), StringComparer.Ordinal);
        var boxes = new List<(OnnxNode Node, int Row, int Column)>();
        var filled = new Dictionary<int, int>();
        foreach (OnnxNode node in graph.Nodes.Where(n => n.Inputs.Any(i => i.Length > 0 && !constants.Contains(i))))
        {
            int row = node.Inputs.Where(rows.ContainsKey).Select(i => rows[i] + 1).DefaultIfEmpty(0).Max();
            int column = filled.GetValueOrDefault(row);
            filled[row] = column + 1;
            boxes.Add((node, row, column));
            foreach (string output in node.Outputs)
            {
                rows[output] = row;
            }
        }

        int columns = filled.Values.DefaultIfEmpty(1).Max(), height = filled.Count == 0 ? 0 : (filled.Keys.Max() + 1) * (BoxHeight + RowGap);
        var dequantized = new HashSet<string>(graph.Nodes.Where(n => n.OpType == "DequantizeLinear").SelectMany(n => n.Outputs), StringComparer.Ordinal);
        var places = new Dictionary<string, (double X, double Y)>(StringComparer.Ordinal);
        // An activation behind arithmetic on codes is part of it.
        var fused = new HashSet<string>(StringComparer.Ordinal);
        var edges = new StringBuilder();
        var nodes = new StringBuilder();
        foreach ((OnnxNode node, int row, int column) in boxes)
        {
            double x = (columns - filled[row]) * (BoxWidth + ColumnGap) / 2.0 + (column * (BoxWidth + ColumnGap)), y = row * (BoxHeight + RowGap);
            foreach (string input in node.Inputs.Where(places.ContainsKey).Distinct())
            {
                (double fromX, double fromY) = places[input];
                double toX = x + (BoxWidth / 2.0), middle = (fromY + y) / 2;
                edges.Append($"<path class=\"edge\" d=\"M{N(fromX)} {N(fromY)} C{N(fromX)} {N(middle)} {N(toX)} {N(middle)} {N(toX)} {N(y)}\"/>");
            }

            string kind = node.OpType is "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" ? "convert"
                : node.OpType.StartsWith('Q') || node.OpType.EndsWith("Integer", StringComparison.Ordinal) || node.OpType is "DynamicQuantizeLSTM" or "MatMulNBits" || node.Inputs.Any(i => dequantized.Contains(i) || codes.Contains(i))
                || (node.OpType is "Relu" or "Clip" && fused.Contains(node.Inputs[0])) ? "int" : "float";
            if (kind == "int")
            {
                fused.UnionWith(node.Outputs);
            }

            string error = errors is not null && node.Outputs.Select(o => errors.TryGetValue(o, out double e) ? e : double.NaN).FirstOrDefault(e => !double.IsNaN(e)) is double value and not 0 ? $" {HtmlReport.Number(value, "0.0")} dB" : "";
            nodes.Append($"<g><title>{HtmlReport.Text(node.Name.Length > 0 ? node.Name : node.Outputs[0])}{error}</title><rect class=\"{kind}\" rx=\"4\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\"/><text x=\"{N(x + (BoxWidth / 2.0))}\" y=\"{N(y + 15)}\" text-anchor=\"middle\">{HtmlReport.Text(node.OpType)}</text></g>");
            foreach (string output in node.Outputs)
            {
                places[output] = (x + (BoxWidth / 2.0), y + BoxHeight);
            }
        }

        return $"<svg width=\"{columns * (BoxWidth + ColumnGap)}\" height=\"{height}\">{edges}{nodes}</svg>";
    }

    private static string N(double value) => Reports.Svg.N(value);
}
