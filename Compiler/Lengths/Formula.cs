using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// A number as a function of the length n: a sum of integer multiples of 1, n, q, n², nq and q², where <c>q = ⌊(n + shift) / divisor⌋</c> is what steps of
/// convolutions and whole panels of columns bring in.
/// </summary>
internal sealed class Formula
{
    private const int GreatestDivisor = 512;

    // Each set of terms, simplest first. A term is the powers of n and q.
    private static readonly (int N, int Q)[][] Polynomials = [[(0, 0)], [(0, 0), (1, 0)], [(0, 0), (1, 0), (2, 0)]];
    private static readonly (int N, int Q)[][] WithQuotient =
    [
        [(0, 0), (0, 1)], [(0, 0), (1, 0), (0, 1)], [(0, 0), (1, 0), (0, 1), (1, 1)], [(0, 0), (0, 1), (0, 2)], [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)],
    ];

    private readonly (int N, int Q)[] _terms;
    private readonly long[] _factors;
    private readonly int _shift;
    private readonly int _divisor;

    private Formula((int N, int Q)[] terms, long[] factors, int shift, int divisor)
    {
        _terms = terms;
        _factors = factors;
        _shift = shift;
        _divisor = divisor;
    }

    public bool IsConstant => _terms.Length == 1;

    /// <summary>The factor of n and what is added, where the formula is a line that rises; null otherwise.</summary>
    public (long Step, long Offset)? Line => _terms.Length == 2 && _divisor == 1 && _factors[1] > 0 ? (_factors[1], _factors[0]) : null;

    /// <summary>The simplest formula that gives exactly these values at these lengths; null when there is none.</summary>
    public static Formula? Fit(IReadOnlyList<int> lengths, IReadOnlyList<long> values)
    {
        foreach ((int N, int Q)[] terms in Polynomials)
        {
            if (Solve(lengths, values, terms, 0, 1) is { } polynomial)
            {
                return polynomial;
            }
        }

        foreach ((int N, int Q)[] terms in WithQuotient)
        {
            for (int divisor = 2; divisor <= Math.Min(GreatestDivisor, lengths[lengths.Count - 1]); divisor++)
            {
                for (int shift = 0; shift < divisor; shift++)
                {
                    if (Changes(lengths, values, terms, shift, divisor) && Solve(lengths, values, terms, shift, divisor) is { } formula)
                    {
                        return formula;
                    }
                }
            }
        }

        return null;
    }

    public long At(int length)
    {
        long sum = 0;
        for (int i = 0; i < _terms.Length; i++)
        {
            sum += _factors[i] * Term(_terms[i], length, _shift, _divisor);
        }

        return sum;
    }

    /// <summary>True when no intermediate result leaves int up to the given length.</summary>
    public bool FitsInt(int most) => Enumerable.Range(0, _terms.Length).Sum(i => Math.Abs((decimal)_factors[i]) * Term(_terms[i], most, _shift, _divisor)) <= int.MaxValue;

    /// <summary>A C# expression of the variable, in parentheses where it needs some.</summary>
    public string In(string variable)
    {
        string quotient = _shift == 0 ? $"({variable} / {Text(_divisor)})" : $"(({variable} + {Text(_shift)}) / {Text(_divisor)})";
        string sum = "";
        foreach (int i in Enumerable.Range(0, _terms.Length).Reverse().Where(i => _factors[i] != 0))
        {
            string product = string.Join(" * ", Enumerable.Repeat(variable, _terms[i].N).Concat(Enumerable.Repeat(quotient, _terms[i].Q)));
            long factor = Math.Abs(_factors[i]);
            string term = product.Length == 0 ? Text(factor) : factor == 1 ? product : $"{Text(factor)} * {product}";
            sum += sum.Length > 0 ? (_factors[i] < 0 ? " - " : " + ") + term : (_factors[i] < 0 ? "-" : "") + term;
        }

        return sum.Length == 0 ? "0" : sum == variable || sum.All(char.IsDigit) || (sum == quotient) ? sum : $"({sum})";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Term((int N, int Q) term, int length, int shift, int divisor)
    {
        long quotient = (length + shift) / divisor, product = 1;
        for (int i = 0; i < term.N; i++)
        {
            product *= length;
        }

        for (int i = 0; i < term.Q; i++)
        {
            product *= quotient;
        }

        return product;
    }

    /// <summary>A formula of 1 and q alone changes exactly where q does: a quick test that spares most equations.</summary>
    private static bool Changes(IReadOnlyList<int> lengths, IReadOnlyList<long> values, (int N, int Q)[] terms, int shift, int divisor)
    {
        if (terms.Any(t => t.N > 0))
        {
            return true;
        }

        for (int i = 1; i < lengths.Count; i++)
        {
            if (((lengths[i] + shift) / divisor == (lengths[i - 1] + shift) / divisor) != (values[i] == values[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Elimination in doubles over as many lengths as there are terms; then every value is compared exactly, so that rounding cannot matter.</summary>
    private static Formula? Solve(IReadOnlyList<int> lengths, IReadOnlyList<long> values, (int N, int Q)[] terms, int shift, int divisor)
    {
        var rows = new List<double[]>();
        for (int i = 0; i < lengths.Count && rows.Count < terms.Length; i++)
        {
            // From both ends inwards: lengths far apart tell most.
            int at = i % 2 == 0 ? i / 2 : lengths.Count - 1 - (i / 2);
            double[] row = terms.Select(t => (double)Term(t, lengths[at], shift, divisor)).Append(values[at]).ToArray();
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

        if (solution.Any(s => Math.Abs(s) > long.MaxValue / 2))
        {
            return null;
        }

        var formula = new Formula(terms, solution.Select(s => (long)Math.Round(s)).ToArray(), shift, divisor);
        return Enumerable.Range(0, lengths.Count).All(i => formula.At(lengths[i]) == values[i]) ? formula : null;
    }
}
