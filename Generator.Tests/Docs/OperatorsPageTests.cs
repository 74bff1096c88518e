using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Octavo.Compiler.Import;
using Octavo.Compiler.Import.Nodes;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

/// <summary>docs/operators.md is written from the importer's table.</summary>
public sealed class OperatorsPageTests
{
    [Fact]
    public void The_page_lists_what_the_importer_knows()
    {
        string path = Repository.PathOf("docs", "operators.md");
        string received = Repository.PathOf("docs", "operators.received.md");
        string expected = Write();

        if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, expected);
        Assert.Fail("docs/operators.md differs from the importer's table; accept docs/operators.received.md by renaming it.");
    }

    /// <summary>A misspelt name would be an operator that no model has.</summary>
    [Fact]
    public void The_importer_knows_operators_by_their_names()
    {
        IEnumerable<string> unknown = OperatorTable.Entries
            .Where(e => e.Domain.Length == 0 ? !OperatorNames.Onnx.Contains(e.Name) : e.Domain == OperatorTable.Microsoft && !OperatorNames.Microsoft.Contains(e.Name))
            .Select(e => OperatorTable.FullName(e.Domain, e.Name));

        Assert.Empty(unknown);
    }

    private static string Write()
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Operators

            What the importer reads, written from its table by a test. Operator sets of ONNX up to {OperatorTable.LastOpset} are known; a model that needs an operator, or a form of
            one, that is not listed here is refused with [a diagnostic](diagnostics/OCT001.md) that names the node.

            What depends on constants only is computed at build time, in any element type; the rest needs a kernel, and a node without one is refused in the same way.

            The columns *element types* and *between DQ and Q* say what became of a small model with the operator: for which types of the first operand it compiled (*numbers* are all but bool; float16
            and bfloat16 compute in float32), and how the kernel between DequantizeLinear and QuantizeLinear of 8 bits works: by *integer* arithmetic, with a *table* of 256 codes, on codes that are only *moved*, *in registers* from
            codes to codes with the float arithmetic of the graph in between, or in *float* with floats in memory. They are empty where there is no such model.

            """.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, OperatorEntry> domain in OperatorTable.Entries.GroupBy(e => e.Domain))
        {
            page.Append($"\n## {(domain.Key.Length == 0 ? "ONNX" : domain.Key)}\n\n| operator | operator sets | element types | between DQ and Q | restricted to |\n|---|---|---|---|---|\n");
            foreach (OperatorEntry entry in domain)
            {
                var probe = new OperatorProbe(entry);
                page.Append($"| {entry.Name} | {Sets(entry)} | {probe.ElementTypes} | {probe.OnCodes} | {entry.Remark.Replace("|", "\\|")} |\n");
            }
        }

        return page.ToString();
    }

    private static string Sets(OperatorEntry entry) =>
        entry.Until == OperatorTable.LastOpset ? $"{LegacyForms.Since(entry)}–" : entry.Since == entry.Until ? $"{entry.Since}" : $"{entry.Since}–{entry.Until}";
}
