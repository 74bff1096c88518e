using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// A number as a function of the length n: a sum of integer multiples of products of at most two <see cref="Quantity"/>s, which are n itself, dimensions of the
/// model that follow from it, and <c>⌊(n + shift) / divisor⌋</c>, which steps of convolutions and whole panels of columns bring in.
/// </summary>
internal sealed class Formula
{
    private const int GreatestDivisor = 512;

    // Of the quotients that stand beside other quantities: groups and panels of kernels.
    private static readonly int[] PanelDivisors = [2, 4, 8, 16];

    private static readonly Quantity Length = new(n => n, variable => variable);

    private readonly (long Factor, Quantity[] Product)[] _terms;

    private Formula((long Factor, Quantity[] Product)[] terms) => _terms = terms;

    /// <summary>A number that depends on the length, as it stands in C#.</summary>
    private sealed record Quantity(Func<int, long> At, Func<string, string> In);

    public bool IsConstant => _terms.All(t => t.Product.Length == 0);

    /// <summary>The factor of n and what is added, where the formula is a line that rises; null otherwise.</summary>
    public (long Step, long Offset)? Line =>
        _terms.All(t => t.Product.Length == 0 || (t.Product.Length == 1 && t.Product[0] == Length)) && FactorOf(1) > 0 ? (FactorOf(1), FactorOf(0)) : null;

    /// <summary>The simplest formula that gives exactly these values at these lengths; null when there is none.</summary>
    /// <param name="lengths">Lengths, ascending.</param>
    /// <param name="values">A value for each.</param>
    /// <param name="known">Formulas of numbers that others are likely to be made of.</param>
    public static Formula? Fit(IReadOnlyList<int> lengths, IReadOnlyList<long> values, IReadOnlyList<Formula> known)
    {
        Quantity[] quantities = [Length, .. known.Where(f => !f.IsConstant && f.Line is null).Select(f => new Quantity(f.At, f.In))];
        return Solve(lengths, values, [])
            ?? quantities.Select(q => Solve(lengths, values, [q])).FirstOrDefault(f => f is not null)
            ?? quantities.Select(q => Solve(lengths, values, [q], [q, q])).FirstOrDefault(f => f is not null)
            ?? Agreed(lengths, Pairs(quantities).Select(p => Solve(lengths, values, [p.A], [p.B])))
            ?? Agreed(lengths, Pairs(quantities).Select(p => Solve(lengths, values, [p.A], [p.B], [p.A, p.B])))
            ?? Agreed(lengths, Alike(lengths, values).Select(q => Solve(lengths, values, [q]) ?? Solve(lengths, values, [q], [q, q])))
            ?? Agreed(lengths, Quotients(PanelDivisors).SelectMany(_ => quantities, (q, other) => Solve(lengths, values, [other], [q]) ?? Solve(lengths, values, [other], [q], [other, q])));
    }

    public long At(int length)
    {
        long sum = 0;
        foreach ((long factor, Quantity[] product) in _terms)
        {
            sum += factor * Value(product, length);
        }

        return sum;
    }

    /// <summary>True when no intermediate result leaves int up to the given length.</summary>
    public bool FitsInt(int most) => _terms.Sum(t => Math.Abs((decimal)t.Factor) * Value(t.Product, most)) <= int.MaxValue;

    /// <summary>A C# expression of the variable, in parentheses where it needs some.</summary>
    public string In(string variable)
    {
        string sum = "";
        foreach ((long factor, Quantity[] product) in Enumerable.Reverse(_terms).Where(t => t.Factor != 0))
        {
            string names = string.Join(" * ", product.Select(q => q.In(variable)));
            string term = names.Length == 0 ? Text(Math.Abs(factor)) : Math.Abs(factor) == 1 ? names : $"{Text(Math.Abs(factor))} * {names}";
            sum += sum.Length > 0 ? (factor < 0 ? " - " : " + ") + term : (factor < 0 ? "-" : "") + term;
        }

        bool single = _terms.Count(t => t.Factor != 0) == 1 && _terms.Single(t => t.Factor != 0) is (1, { Length: 1 });
        return sum.Length == 0 ? "0" : single || sum.All(char.IsDigit) ? sum : $"({sum})";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Value(Quantity[] product, int length)
    {
        long value = 1;
        foreach (Quantity quantity in product)
        {
            value *= quantity.At(length);
        }

        return value;
    }

    /// <summary>The first formula; null when there is none, or when lengths between those that were looked at tell it from another.</summary>
    private static Formula? Agreed(IReadOnlyList<int> lengths, IEnumerable<Formula?> formulas)
    {
        int first = lengths[0], count = lengths[lengths.Count - 1] - first + 1;
        IEnumerable<Formula> found = formulas.Where(f => f is not null)!;
        if (lengths.Count == count)
        {
            return found.FirstOrDefault();
        }

        Formula? formula = null;
        foreach (Formula other in found)
        {
            formula ??= other;
            if (Enumerable.Range(first, count).Any(n => formula.At(n) != other.At(n)))
            {
                return null;
            }
        }

        return formula;
    }

    private static IEnumerable<(Quantity A, Quantity B)> Pairs(Quantity[] quantities) =>
        quantities.SelectMany((a, i) => quantities.Skip(i + 1), (a, b) => (a, b));

    private static IEnumerable<Quantity> Quotients(IEnumerable<int> divisors) =>
        divisors.SelectMany(divisor => Enumerable.Range(0, divisor), (divisor, shift) => Quotient(shift, divisor));

    /// <summary>The quotients that change exactly where the values do.</summary>
    private static IEnumerable<Quantity> Alike(IReadOnlyList<int> lengths, IReadOnlyList<long> values)
    {
        int most = Math.Min(GreatestDivisor, lengths[lengths.Count - 1]);
        return Quotients(Enumerable.Range(2, Math.Max(0, most - 1))).Where(quotient =>
        {
            for (int i = 1; i < lengths.Count; i++)
            {
                if ((quotient.At(lengths[i]) == quotient.At(lengths[i - 1])) != (values[i] == values[i - 1]))
                {
                    return false;
                }
            }

            return true;
        });
    }

    private static Quantity Quotient(int shift, int divisor) => new(
        n => (n + shift) / divisor,
        variable => shift == 0 ? $"({variable} / {Text(divisor)})" : $"(({variable} + {Text(shift)}) / {Text(divisor)})");

    /// <summary>
    /// Factors of 1 and the given products, found by elimination in doubles over as many lengths as there are factors; then every value is compared exactly, so that
    /// rounding cannot matter.
    /// </summary>
    private static Formula? Solve(IReadOnlyList<int> lengths, IReadOnlyList<long> values, params Quantity[][] products)
    {
        Quantity[][] terms = [[], .. products];
        var rows = new List<double[]>();
        for (int i = 0; i < lengths.Count && rows.Count < terms.Length; i++)
        {
            // From both ends inwards: lengths far apart tell most.
            int at = i % 2 == 0 ? i / 2 : lengths.Count - 1 - (i / 2);
            double[] row = terms.Select(t => (double)Value(t, lengths[at])).Append(values[at]).ToArray();
            foreach (double[] other in rows)
            {
                int pivot = Array.FindIndex(other, v => v != 0);
                double factor = row[pivot] / other[pivot];
                row = row.Select((v, c) => c == pivot ? 0 : v - (factor * other[c])).ToArray();
            }

            int first = Array.FindIndex(row, 0, terms.Length, v => Math.Abs(v) > 1e-6);
            if (first >= 0)
            {
                rows.Add(row.Select((v, c) => c < first ? 0 : v).ToArray());
            }
        }

        if (rows.Count < terms.Length || rows.Count == lengths.Count)
        {
            return null;
        }

        double[] solution = new double[terms.Length];
        foreach (double[] row in Enumerable.Reverse(rows))
        {
            int pivot = Array.FindIndex(row, v => v != 0);
            double known = Enumerable.Range(0, terms.Length).Where(c => c != pivot).Sum(c => row[c] * solution[c]);
            solution[pivot] = (row[terms.Length] - known) / row[pivot];
        }

        if (Array.Exists(solution, s => Math.Abs(s) > long.MaxValue / 2))
        {
            return null;
        }

        var formula = new Formula(terms.Select((product, i) => ((long)Math.Round(solution[i]), product)).ToArray());
        return Enumerable.Range(0, lengths.Count).All(i => formula.At(lengths[i]) == values[i]) ? formula : null;
    }

    private long FactorOf(int power) => _terms.Where(t => t.Product.Length == power).Sum(t => t.Factor);
}
