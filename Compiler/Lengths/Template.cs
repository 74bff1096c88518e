using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// One text for every length: the texts written for several lengths agree in all but integers, and each integer that varies becomes the <see cref="Formula"/>
/// that gives all of them. Comments are those of the greatest length.
/// </summary>
internal sealed class Template(IReadOnlyList<int> lengths, string variable)
{
    private static readonly Regex Integer = new(@"(?<![\w.])\d+(?![\w.])", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, string?> _known = [];

    /// <summary>Merges the texts, one per length in ascending order; null with the reason when they differ in other ways.</summary>
    public string? Merge(IReadOnlyList<string> texts, out string reason)
    {
        reason = "";
        if (texts.All(t => t == texts[0]))
        {
            return texts[0];
        }

        string[][] lines = texts.Select(t => t.Split('\n')).ToArray();
        var merged = new StringBuilder();
        for (int i = 0; i < lines.Max(l => l.Length); i++)
        {
            if (i >= lines.Min(l => l.Length))
            {
                reason = $"it takes {lines.Min(l => l.Length)} lines of code for one length and {lines.Max(l => l.Length)} for another";
                return null;
            }

            if (MergeLine(lines.Select(l => l[i]).ToArray(), out reason) is not { } line)
            {
                return null;
            }

            merged.Append(line).Append('\n');
        }

        return merged.ToString(0, merged.Length - 1);
    }

    private string? MergeLine(string[] lines, out string reason)
    {
        reason = "";
        string last = lines[lines.Length - 1];
        if (last.TrimStart().StartsWith("//", System.StringComparison.Ordinal) || lines.All(l => l == last))
        {
            return last;
        }

        string skeleton = Integer.Replace(last, "#");
        int other = System.Array.FindIndex(lines, l => Integer.Replace(l, "#") != skeleton);
        if (other >= 0)
        {
            reason = $"'{lines[other].Trim()}' at length {lengths[other]} becomes '{last.Trim()}' at length {lengths[lengths.Count - 1]}";
            return null;
        }

        long[][] numbers = lines.Select(l => Integer.Matches(l).Cast<Match>().Select(m => long.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        int hole = 0;
        string? obstacle = null;
        string line = Integer.Replace(last, match =>
        {
            int index = hole++;
            string? expression = Expression(numbers.Select(n => n[index]).ToArray());
            obstacle ??= expression is null ? $"a number in '{last.Trim()}' follows no formula of the length (it is {string.Join(", ", numbers.Take(8).Select(n => n[index]))}, ... from length {lengths[0]} on)" : null;
            return expression ?? match.Value;
        });
        reason = obstacle ?? "";
        return obstacle is null ? line : null;
    }

    private string? Expression(long[] values)
    {
        if (values.All(v => v == values[0]))
        {
            return values[0].ToString(CultureInfo.InvariantCulture);
        }

        string key = string.Join(",", values);
        if (!_known.TryGetValue(key, out string? expression))
        {
            expression = Formula.Fit(lengths, values) is { } formula && formula.FitsInt(lengths[lengths.Count - 1]) ? formula.In(variable) : null;
            _known.Add(key, expression);
        }

        return expression;
    }
}
