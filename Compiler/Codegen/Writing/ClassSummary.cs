using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Lengths;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Writes the class's documentation: what goes in and out, what it costs, and the layer table.</summary>
internal static class ClassSummary
{
    public static void Write(CodeWriter code, Plan plan, Origin origin, IReadOnlyList<Port> inputs, IReadOnlyList<Port> outputs, LengthRange? lengths)
    {
        bool batch = plan.Graph.HasSymbolicBatch;
        long macs = plan.Layers.Sum(l => l.MultiplyAccumulates);
        code.Line("/// <summary>");
        code.Line($"/// {Literal.Comment(origin.ModelName)}: {Ports(inputs, batch)} to {Ports(outputs, batch)}{(lengths is null ? "" : $", for a length from {Literal.Int(lengths.Least)} to {Literal.Int(lengths.Most)}")}.");
        code.Line($"/// {Millions(macs)} million multiply-accumulates, {Literal.Int(plan.Weights.Length)} bytes of weights, {Literal.Int(plan.ArenaBytes)} bytes of arena per instance{(lengths is null ? "" : ", all at the greatest length")}.");
        code.Line("/// </summary>");
        code.Line("/// <remarks>");
        code.Line("/// <code>");
        foreach (string line in Table(plan))
        {
            code.Line("/// " + line);
        }

        code.Line("/// </code>");
        code.Line("/// </remarks>");
    }

    /// <summary>Millions with the digits that small networks need.</summary>
    public static string Millions(long count) =>
        (count / 1e6).ToString(count >= 1_000_000 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string Ports(IReadOnlyList<Port> ports, bool batch) =>
        string.Join(", ", ports.Select(p => $"{p.Parameter} {p.ShapeText(batch)} {p.CSharpType.Replace("global::System.", "")}"));

    private static IEnumerable<string> Table(Plan plan)
    {
        var rows = new List<string[]> { (string[])["#", "layer", "kernel", "output", "scale", "zero", "MMAC"] };
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            Layer layer = plan.Layers[i];
            Quantization? quantization = layer.Output.Type.Quantization;
            bool tensor = quantization is { IsPerTensor: true };
            rows.Add(
            [
                Literal.Int(i),
                Literal.Comment(layer.Node.Name),
                layer.Kernel.Replace("->", " to "),
                layer.Output.Type.Element.ShortName() + layer.Output.Shape,
                tensor ? quantization!.Scale.ToString("G4", CultureInfo.InvariantCulture) : "",
                tensor ? Literal.Int(quantization!.ZeroPoint) : "",
                layer.MultiplyAccumulates == 0 ? "" : Millions(layer.MultiplyAccumulates),
            ]);
        }

        int[] widths = rows[0].Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
