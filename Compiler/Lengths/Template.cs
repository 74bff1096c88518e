using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// One text for every length: the texts written for several lengths agree in all but numbers. Each integer that varies becomes the <see cref="Formula"/>
/// that gives all of them, or else, as a float, an entry of a table. Comments are those of the greatest length.
/// </summary>
/// <param name="lengths">The lengths of the texts, ascending.</param>
/// <param name="degenerate">Those whose text may be another, so that only floats are taken from it, from lines that are alike.</param>
/// <param name="dimensions">What the model's dimensions are at each length.</param>
/// <param name="variable">The variable that holds the length.</param>
/// <param name="table">Puts numbers, one per length, into the weights and returns the offset; null when there are lengths between those given.</param>
internal sealed class Template(IReadOnlyList<int> lengths, Predicate<int> degenerate, IReadOnlyList<Formula> dimensions, string variable, Func<Array, long>? table)
{
    private static readonly Regex Number = new(@"(?<![\w.])(?:(?<float>-?\d+(?:\.\d+)?(?:E[-+]?\d+)?f)|(?<int>\d+))(?![\w.])", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, string?> _known = [];

    private readonly int[] _regular = lengths.Where(l => !degenerate(l)).ToArray();

    private int Last => lengths.Count - 1;

    /// <summary>Merges the texts, one per length; null with the reason when they differ in other ways.</summary>
    public string? Merge(IReadOnlyList<string> texts, out string reason)
    {
        reason = "";
        string[][] lines = texts.Select(t => t.Split('\n')).ToArray();
        int other = Regular(i => lines[i].Length != lines[Last].Length);
        if (other >= 0)
        {
            reason = $"it takes {lines[other].Length} lines of code at length {lengths[other]} and {lines[Last].Length} at {lengths[Last]}";
            return null;
        }

        var merged = new StringBuilder();
        for (int i = 0; i < lines[Last].Length; i++)
        {
            if (MergeLine(lines.Select(l => i < l.Length ? l[i] : "").ToArray(), out reason) is not { } line)
            {
                return null;
            }

            merged.Append(i == 0 ? "" : "\n").Append(line);
        }

        return merged.ToString();
    }

    private static string Skeleton(string line) => Number.Replace(line, m => m.Groups["float"].Success ? "~" : "#");

    /// <summary>The first regular text of which something holds; −1 when there is none.</summary>
    private int Regular(Predicate<int> condition)
    {
        for (int i = 0; i <= Last; i++)
        {
            if (!degenerate(lengths[i]) && condition(i))
            {
                return i;
            }
        }

        return -1;
    }

    private string? MergeLine(string[] lines, out string reason)
    {
        reason = "";
        string last = lines[Last];
        if (last.TrimStart().StartsWith("//", StringComparison.Ordinal) || Array.TrueForAll(lines, l => l == last))
        {
            return last;
        }

        string skeleton = Skeleton(last);
        bool[] alike = Array.ConvertAll(lines, l => Skeleton(l) == skeleton);
        int other = Regular(i => !alike[i]);
        if (other >= 0)
        {
            reason = $"'{lines[other].Trim()}' at length {lengths[other]} is '{last.Trim()}' at {lengths[Last]}";
            return null;
        }

        string[]?[] numbers = lines.Select((l, i) => !alike[i] ? null : Number.Matches(l).Cast<Match>().Select(m => m.Value).ToArray()).ToArray();
        int hole = 0;
        string? obstacle = null;
        string line = Number.Replace(last, match =>
        {
            int index = hole++;
            string?[] values = numbers.Select(n => n?[index]).ToArray();
            string? expression = Expression(values, isFloat: match.Groups["float"].Success);
            obstacle ??= expression is null ? $"a number in '{last.Trim()}' follows no formula of the length; at {string.Join(", ", lengths.Take(6))} it is {string.Join(", ", values.Take(6))}" : null;
            return expression ?? match.Value;
        });
        reason = obstacle ?? "";
        return obstacle is null ? line : null;
    }

    private string? Expression(string?[] values, bool isFloat)
    {
        string[] regular = values.Where((_, i) => !degenerate(lengths[i])).ToArray()!;
        if (Array.TrueForAll(isFloat ? values : regular, v => v is null || v == regular[0]))
        {
            return regular[0];
        }

        string key = string.Join(",", values);
        if (!_known.TryGetValue(key, out string? expression))
        {
            expression = !isFloat ? OfIntegers(regular.Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray())
                : Array.IndexOf(values, null) >= 0 ? null
                : Entry(values.Select(v => float.Parse(v!.Substring(0, v.Length - 1), CultureInfo.InvariantCulture)).ToArray(), "float");
            _known.Add(key, expression);
        }

        return expression;
    }

    private string? OfIntegers(long[] values) =>
        Formula.Fit(_regular, values, dimensions) is { } formula && formula.FitsInt(lengths[Last]) ? formula.In(variable)
        : values.Length == lengths.Count && Array.TrueForAll(values, v => v <= int.MaxValue) ? Entry(values.Select(v => (int)v).ToArray(), "int")
        : null;

    private string? Entry(Array values, string type) =>
        table is null ? null : $"(({type}*)(weights + {Codegen.Writing.Literal.Int(table(values))}))[{variable} - {Codegen.Writing.Literal.Int(lengths[0])}]";
}
