using System;
using System.Linq;
using Octavo.Compiler.Lengths;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>Formulas are found from values, and give exactly these.</summary>
public sealed class FormulaTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(1, 40), 63, 64, 65, 127, 128];

    public static TheoryData<string, Func<int, long>> Known => new()
    {
        { "7", _ => 7 },
        { "0", _ => 0 },
        { "n", n => n },
        { "(3 * n + 5)", n => (3 * n) + 5 },
        { "(64 * n - 2)", n => (64 * n) - 2 },
        { "(-n + 200)", n => 200 - n },
        { "(8 * n * n + n)", n => (8 * n * n) + n },
        { "((n + 1) / 2)", n => (n + 1) / 2 },
        { "(16 * ((n + 15) / 16))", n => (n + 15) / 16 * 16 },
        { "(24 * ((n + 11) / 12) + 3)", n => ((n + 11) / 12 * 24) + 3 },
        { "(32 * n * ((n + 15) / 16))", n => (n + 15) / 16 * 32 * n },
        { "(((n + 2) / 4) * ((n + 2) / 4))", n => (n + 2L) / 4 * ((n + 2) / 4) },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void The_simplest_formula_is_found(string text, Func<int, long> value)
    {
        Formula formula = Formula.Fit(Lengths, [.. Lengths.Select(value)], [])!;
        Assert.Equal(text, formula.In("n"));
        Assert.All(Enumerable.Range(1, 300), n => Assert.Equal(value(n), formula.At(n)));
    }

    [Fact]
    public void Known_quantities_are_combined()
    {
        Formula half = Formula.Fit(Lengths, [.. Lengths.Select(n => (n + 1L) / 2)], [])!, quarter = Formula.Fit(Lengths, [.. Lengths.Select(n => (n + 3L) / 4)], [])!;
        Formula formula = Formula.Fit(Lengths, [.. Lengths.Select(n => (2L * ((n + 3) / 4)) - ((n + 1) / 2))], [half, quarter])!;
        Assert.Equal("(2 * ((n + 3) / 4) - ((n + 1) / 2))", formula.In("n"));
    }

    [Fact]
    public void What_no_formula_gives_has_none()
    {
        Assert.Null(Formula.Fit(Lengths, [.. Lengths.Select(n => Math.Min(n, 20L))], []));
        Assert.Null(Formula.Fit(Lengths, [.. Lengths.Select(n => (long)n * n * n)], []));
        Assert.Null(Formula.Fit([1, 2], [5, 9], []));
        // Between the lengths, other divisors than 80 would give other values.
        Assert.Null(Formula.Fit(Lengths, [.. Lengths.Select(n => (n + 79L) / 80)], []));
    }

    [Fact]
    public void What_leaves_int_is_known()
    {
        Formula formula = Formula.Fit(Lengths, [.. Lengths.Select(n => 200000L * n * n)], [])!;
        Assert.True(formula.FitsInt(100));
        Assert.False(formula.FitsInt(104));
    }

    [Fact]
    public void Only_a_rising_line_tells_the_length()
    {
        Assert.Equal((3, -2), Formula.Fit(Lengths, [.. Lengths.Select(n => (3L * n) - 2)], [])!.Line);
        Assert.Null(Formula.Fit(Lengths, [.. Lengths.Select(n => 3L - n)], [])!.Line);
        Assert.Null(Formula.Fit(Lengths, [.. Lengths.Select(n => (n + 1L) / 2)], [])!.Line);
        Assert.Null(Formula.Fit(Lengths, [.. Lengths.Select(n => (long)n * n)], [])!.Line);
    }
}
