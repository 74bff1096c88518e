using System.IO;
using System.Linq;
using System.Text;
using Octavo.Compiler.Import;
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

    private static string Write()
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Operators

            What the importer reads, written from its table by a test. Operator sets of ONNX up to {OperatorTable.LastOpset} are known; a model that needs an operator, or a form of
            one, that is not listed here is refused with [a diagnostic](diagnostics/OCT001.md) that names the node.

            What depends on constants only is computed at build time, in any element type. The rest needs a kernel: arithmetic runs on float32 and on 8-bit codes (16-bit codes go through float32), windows
            of convolutions and pools have one to three spatial axes. A node without a kernel is refused in the same way.

            """.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, OperatorEntry> domain in OperatorTable.Entries.GroupBy(e => e.Domain))
        {
            page.Append($"\n## {(domain.Key.Length == 0 ? "ONNX" : domain.Key)}\n\n| operator | operator sets | restricted to |\n|---|---|---|\n");
            foreach (OperatorEntry entry in domain)
            {
                page.Append($"| {entry.Name} | {Sets(entry)} | {entry.Remark.Replace("|", "\\|")} |\n");
            }
        }

        return page.ToString();
    }

    private static string Sets(OperatorEntry entry) =>
        entry.Until == OperatorTable.LastOpset ? $"{entry.Since}–" : entry.Since == entry.Until ? $"{entry.Since}" : $"{entry.Since}–{entry.Until}";
}
