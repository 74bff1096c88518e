using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Matrices;

/// <summary>
/// Einsum: labels that one operand has alone are summed, then one operand after the other joins by a matrix product: shared labels that are needed later are its
/// batch, shared labels that are not are what it sums over.
/// </summary>
internal static class EinsumImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("Einsum", Einsum)];

    private sealed record Term(Value Value, int[] Labels);

    private static Value Einsum(NodeContext node)
    {
        Value[] operands = node.All().Select((_, i) => node.Plain(i)).ToArray();
        ElementRules.Common(node, operands);
        EinsumEquation equation = EinsumEquation.Parse(node, node.Attributes.Text("equation", ""), operands.Select(o => o.Shape).ToArray());
        List<Term> terms = operands.Select((o, i) => Diagonal(node, new Term(o, equation.Operands[i]))).ToList();
        Dictionary<int, int> extents = Extents(node, terms);
        terms = terms.Select(t => Stretched(node, t, extents)).ToList();
        while (terms.Count > 1)
        {
            HashSet<int> later = Needed(equation, terms.Skip(2));
            Term a = Summed(node, terms[0], [.. later, .. terms[1].Labels]), b = Summed(node, terms[1], [.. later, .. terms[0].Labels]);
            terms = [Joined(node, a, b, later), .. terms.Skip(2)];
        }

        Term last = Summed(node, terms[0], Needed(equation, []));
        return Arranged(node, last, equation.Result);
    }

    private static HashSet<int> Needed(EinsumEquation equation, IEnumerable<Term> terms) => [.. equation.Result, .. terms.SelectMany(t => t.Labels)];

    /// <summary>The extent of each label; an extent of 1 is stretched to what other operands have.</summary>
    private static Dictionary<int, int> Extents(NodeContext node, IEnumerable<Term> terms)
    {
        var extents = new Dictionary<int, int>();
        foreach ((int label, int extent) in terms.SelectMany(t => t.Labels.Select((l, axis) => (l, t.Value.Shape[axis]))))
        {
            if (!extents.TryGetValue(label, out int known) || known == 1)
            {
                extents[label] = extent;
            }
            else if (extent != known && extent != 1)
            {
                throw node.Invalid($"a label of its equation stands for {known} and for {extent}.");
            }
        }

        return extents;
    }

    private static Term Stretched(NodeContext node, Term term, Dictionary<int, int> extents) => term with
    {
        Value = GatherImport.Pick(node, term.Value, term.Labels.Select((l, axis) => extents[l] == term.Value.Shape[axis] ? null : new int[extents[l]]).ToArray()),
    };

    /// <summary>Two axes of one label become one, their diagonal: every (n + 1)-th element of both together.</summary>
    private static Term Diagonal(NodeContext node, Term term)
    {
        while (term.Labels.GroupBy(l => l).FirstOrDefault(g => g.Count() > 1)?.Key is { } label)
        {
            int[] axes = Enumerable.Range(0, term.Labels.Length).Where(a => term.Labels[a] == label).Take(2).ToArray();
            int[] kept = Enumerable.Range(0, term.Labels.Length).Where(a => !axes.Contains(a)).ToArray();
            int extent = term.Value.Shape[axes[0]];
            if (term.Value.Shape[axes[1]] != extent)
            {
                throw node.Invalid($"a label of its equation stands for {extent} and for {term.Value.Shape[axes[1]]}.");
            }

            Value moved = TransposeImport.Emit(node, term.Value, [.. kept, .. axes]);
            moved = ReshapeImport.Emit(node, moved, new Shape(moved.Shape.Dimensions.Take(kept.Length).Append(extent * extent)));
            term = new Term(
                GatherImport.Pick(node, moved, kept.Length, Enumerable.Range(0, extent).Select(i => i * (extent + 1)).ToArray()),
                [.. kept.Select(a => term.Labels[a]), label]);
        }

        return term;
    }

    /// <summary>The term without the labels that nobody needs.</summary>
    private static Term Summed(NodeContext node, Term term, HashSet<int> needed)
    {
        int[] axes = Enumerable.Range(0, term.Labels.Length).Where(a => !needed.Contains(term.Labels[a])).ToArray();
        return axes.Length == 0
            ? term
            : new Term(node.Emit(new Reduce(ReduceKind.Sum, axes, KeepDims: false), term.Value), term.Labels.Where(needed.Contains).ToArray());
    }

    private static Term Joined(NodeContext node, Term a, Term b, HashSet<int> later)
    {
        int[] shared = a.Labels.Intersect(b.Labels).ToArray();
        int[] batch = shared.Where(later.Contains).ToArray(), summed = shared.Except(batch).ToArray();
        int[] rows = a.Labels.Except(shared).ToArray(), columns = b.Labels.Except(shared).ToArray();
        if (rows.Length + columns.Length + summed.Length == 0)
        {
            return new Term(node.Emit(new Binary(BinaryKind.Mul), Arranged(node, a, batch), Arranged(node, b, batch)), batch);
        }

        Value left = Matrix(node, a, batch, rows, summed), right = Matrix(node, b, batch, summed, columns);
        Value product = node.Emit(new MatMul(), left, right);
        int[] labels = [.. batch, .. rows, .. columns];
        return new Term(ReshapeImport.Emit(node, product, new Shape(labels.Select(l => Extent(a, l) ?? Extent(b, l)!.Value))), labels);
    }

    private static Value Arranged(NodeContext node, Term term, int[] labels) =>
        TransposeImport.Emit(node, term.Value, labels.Select(l => System.Array.IndexOf(term.Labels, l)).ToArray());

    /// <summary>The term as a stack of matrices.</summary>
    private static Value Matrix(NodeContext node, Term term, int[] batch, int[] rows, int[] columns)
    {
        Value x = Arranged(node, term, [.. batch, .. rows, .. columns]);
        int matrices = checked((int)x.Shape.Product(0, batch.Length)), height = checked((int)x.Shape.Product(batch.Length, batch.Length + rows.Length));
        int width = checked((int)x.Shape.Product(batch.Length + rows.Length, x.Shape.Rank));
        return ReshapeImport.Emit(node, x, batch.Length == 0 ? new Shape(height, width) : new Shape(matrices, height, width));
    }

    private static int? Extent(Term term, int label) => System.Array.IndexOf(term.Labels, label) is >= 0 and var axis ? term.Value.Shape[axis] : null;
}
