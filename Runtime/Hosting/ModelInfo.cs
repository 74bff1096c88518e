using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Octavo.Runtime;

/// <summary>What a generated model is made of.</summary>
/// <param name="Name">The graph's name, or the file's.</param>
/// <param name="Producer">The tool that wrote the model, and its version.</param>
/// <param name="Opset">The version of the ONNX operator set.</param>
/// <param name="MultiplyAccumulates">For one item.</param>
/// <param name="WeightBytes">The packed weights, shared by all instances.</param>
/// <param name="ArenaBytes">The working memory of one instance.</param>
/// <param name="Layers">In the order of execution.</param>
/// <param name="Lengths">The lengths it takes, when dimensions of its inputs depend on one; costs and layers are those of the greatest.</param>
public sealed record ModelInfo(
    string Name,
    string Producer,
    int Opset,
    IReadOnlyList<TensorInfo> Inputs,
    IReadOnlyList<TensorInfo> Outputs,
    long MultiplyAccumulates,
    long WeightBytes,
    long ArenaBytes,
    IReadOnlyList<LayerInfo> Layers,
    LengthRange? Lengths = null)
{
    /// <summary>A few lines about the model, then <see cref="LayerTable"/>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Name} (opset {Opset}{(Producer.Length == 0 ? "" : ", " + Producer)})
        inputs   {string.Join("; ", Inputs)}
        outputs  {string.Join("; ", Outputs)}
        {MultiplyAccumulates / 1e6:0.000} M multiply-accumulates, {WeightBytes} bytes of weights, {ArenaBytes} bytes of arena{(Lengths is { } lengths ? $", for lengths from {lengths.Least} to {lengths.Greatest}" : "")}

        {LayerTable()}
        """).ReplaceLineEndings("\n");

    /// <summary>One line per layer under a line of headings, in columns; numbers are aligned to the right.</summary>
    public string LayerTable()
    {
        var rows = new List<string[]> { LayerInfo.Columns };
        rows.AddRange(Layers.Select(layer => layer.Cells()));
        int[] widths = Enumerable.Range(0, LayerInfo.Columns.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        int indexWidth = Math.Max(1, (Layers.Count - 1).ToString(CultureInfo.InvariantCulture).Length);

        var table = new StringBuilder();
        for (int row = 0; row < rows.Count; row++)
        {
            var line = new StringBuilder((row == 0 ? "#" : (row - 1).ToString(CultureInfo.InvariantCulture)).PadRight(indexWidth));
            for (int column = 0; column < widths.Length; column++)
            {
                bool numeric = LayerInfo.Columns[column] is "scale" or "zero" or "MMAC";
                string cell = rows[row][column];
                line.Append("  ").Append(numeric ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            }

            table.Append(line.ToString().TrimEnd()).Append(row + 1 < rows.Count ? "\n" : "");
        }

        return table.ToString();
    }
}
