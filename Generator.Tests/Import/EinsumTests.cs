using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Einsum against the sum over all labels that its equation stands for.</summary>
public sealed class EinsumTests
{
    [Theory]
    [InlineData("ij,jk->ik", new[] { 2, 3 }, new[] { 3, 4 })]
    [InlineData("bij,bjk->bik", new[] { 2, 3, 4 }, new[] { 2, 4, 5 })]
    [InlineData("bhqd,bhkd->bhqk", new[] { 2, 2, 3, 4 }, new[] { 2, 2, 5, 4 })]
    [InlineData("bqhd,bkhd->bhqk", new[] { 2, 3, 2, 4 }, new[] { 2, 5, 2, 4 })]
    [InlineData("i,j->ij", new[] { 3 }, new[] { 4 })]
    [InlineData("i,i->", new[] { 3 }, new[] { 3 })]
    [InlineData("ij,ij->ij", new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("ijk,k->ji", new[] { 2, 3, 4 }, new[] { 4 })]
    [InlineData("ij,kl->i", new[] { 2, 3 }, new[] { 4, 5 })]
    [InlineData("ji , kj", new[] { 2, 3 }, new[] { 4, 2 })]
    [InlineData("ij->ji", new[] { 2, 3 }, null)]
    [InlineData("ijk->j", new[] { 2, 3, 4 }, null)]
    [InlineData("ii->i", new[] { 3, 3 }, null)]
    [InlineData("iji->j", new[] { 3, 2, 3 }, null)]
    public void Is_the_sum_over_the_labels_that_the_result_lacks(string equation, int[] a, int[]? b)
    {
        int[][] shapes = b is null ? [a] : [a, b];
        TensorData y = Importing.EvaluateCounting(Model(equation, shapes));

        string[] sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        string result = sides.Length > 1 ? sides[1] : string.Concat(terms.SelectMany(t => t).GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order());
        char[] labels = [.. terms.SelectMany(t => t).Distinct()];
        int[] extents = [.. labels.Select(l => Enumerable.Range(0, terms.Length).Where(t => terms[t].Contains(l, StringComparison.Ordinal)).Select(t => shapes[t][terms[t].IndexOf(l, StringComparison.Ordinal)]).First())];
        float[] expected = new float[y.Length];
        for (int i = 0; i < extents.Aggregate(1, (x, e) => x * e); i++)
        {
            int[] at = [.. Enumerable.Range(0, labels.Length).Select(l => i / extents.Skip(l + 1).Aggregate(1, (x, e) => x * e) % extents[l])];
            expected[Position(result)] += terms.Select(Position).Aggregate(1f, (product, position) => product * position);

            // The inputs count from 0, so that an element is its own position.
            int Position(string term) => term.Aggregate(0, (position, l) => (position * extents[Array.IndexOf(labels, l)]) + at[Array.IndexOf(labels, l)]);
        }

        Assert.Equal(result.Select(l => extents[Array.IndexOf(labels, l)]), y.Shape.Dimensions);
        Assert.Equal(expected, y.ToFloats());
    }

    [Fact]
    public void An_ellipsis_stands_for_leading_axes_and_broadcasts()
    {
        TensorData y = Importing.EvaluateCounting(Model("...ij,...jk->...ik", [2, 1, 1, 2], [3, 2, 1]));
        Importing.AssertEqual(y, [2, 3, 1, 1], [1, 3, 5, 3, 13, 23]);
    }

    [Fact]
    public void Three_operands_join_one_after_the_other()
    {
        TensorData y = Importing.EvaluateCounting(Model("i,ij,j->", [2], [2, 3], [3]));
        Importing.AssertEqual(y, [], [14]);
    }

    [Theory]
    [InlineData("ij,jk->im")]
    [InlineData("ijk,jk->i")]
    [InlineData("ij->i")]
    [InlineData("i2,jk->i")]
    public void Equations_that_do_not_fit_are_refused(string equation) =>
        Assert.Equal(ProblemKind.InvalidGraph, Importing.Refused(Model(equation, [2, 3], [3, 4])).Kind);

    private static OnnxBuilder Model(string equation, params int[][] shapes)
    {
        OnnxBuilder model = new(opset: 12);
        string[] names = [.. shapes.Select((_, i) => "x" + i)];
        for (int i = 0; i < shapes.Length; i++)
        {
            model.Input(names[i], ElementType.Float32, [.. shapes[i].Select(d => (Dim)d)]);
        }

        return model.Node("Einsum", names, ["y"], ("equation", equation)).Output("y");
    }
}
