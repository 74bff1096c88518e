using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Octavo.Conformance.Verdicts;

/// <summary>Verdicts as a page of the documentation; equal verdicts give equal text.</summary>
internal static class ConformancePage
{
    public static string Write(IReadOnlyList<Verdict> verdicts)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Conformance

            What becomes of ONNX's own test models. Each is compiled by the real compiler, and the generated code runs on the recorded inputs: integers have to be equal, floats within
            10⁻³ of the value + 10⁻⁵; a float outside is accepted, and listed, only where the result in float64 lies nearer to it than to the recorded one, or where both are neighbouring codes
            of 16 bits. A model is refused when the compiler ends with a diagnostic; it is wrong when results differ. Inputs that decide shapes, axes or scales become constants, as the
            diagnostic proposes: with their recorded values in `InputValues`. Written by

            ```
            dotnet run -c Release --project Conformance -- FOLDER
            ```


            """);
        Table(page, "suite", verdicts.GroupBy(v => v.Model.Suite).Select(g => (g.Key, Tally.Of(g))).Append(("all", Tally.Of(verdicts))));

        page.Append("\n## Operators\n\nEach model counts for every operator that it holds.\n\n");
        Table(page, "operator", verdicts
            .SelectMany(v => v.Operators.Select(o => (Operator: o, Verdict: v)))
            .GroupBy(o => o.Operator, o => o.Verdict)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, Tally.Of(g))));

        List(page, "Passed outside the tolerance", verdicts, Outcome.Passed);
        List(page, "Wrong", verdicts, Outcome.Wrong);
        List(page, "Crashed", verdicts, Outcome.Crashed);
        List(page, "Refused", verdicts, Outcome.Refused);
        return page.ToString();
    }

    private static void Table(StringBuilder page, string what, IEnumerable<(string Name, Tally Tally)> rows)
    {
        page.Append($"| {what} | passed | refused | wrong | crashed |\n|---|---|---|---|---|\n");
        foreach ((string name, Tally tally) in rows)
        {
            page.Append($"| {name} | {tally.Passed} | {tally.Refused} | {tally.Wrong} | {tally.Crashed} |\n");
        }
    }

    private static void List(StringBuilder page, string title, IReadOnlyList<Verdict> verdicts, Outcome outcome)
    {
        List<Verdict> listed = [.. verdicts.Where(v => v.Outcome == outcome && v.Reason.Length > 0)];
        if (listed.Count == 0)
        {
            return;
        }

        page.Append($"\n## {title}\n\n| model | reason |\n|---|---|\n");
        foreach (Verdict verdict in listed)
        {
            page.Append($"| {verdict.Model.FullName} | {Cell(verdict.Reason)} |\n");
        }
    }

    /// <summary>One line of plain text, whatever the reason holds.</summary>
    private static string Cell(string text) =>
        text.Split('\n')[0].Trim().Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
}
