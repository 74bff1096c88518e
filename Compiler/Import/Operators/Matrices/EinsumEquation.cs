using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Matrices;

/// <summary>
/// The equation of an Einsum, such as <c>"bij,bjk->bik"</c>: a label per axis of each operand and of the result. The axes that an ellipsis stands for get the
/// labels −1, −2, … counted from the last one.
/// </summary>
internal sealed class EinsumEquation
{
    private EinsumEquation(IReadOnlyList<int[]> operands, int[] result)
    {
        Operands = operands;
        Result = result;
    }

    public IReadOnlyList<int[]> Operands { get; }

    public int[] Result { get; }

    public static EinsumEquation Parse(NodeContext node, string text, IReadOnlyList<Shape> shapes)
    {
        string equation = text.Replace(" ", "");
        int arrow = equation.IndexOf("->", System.StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? equation : equation.Substring(0, arrow)).Split(',');
        if (terms.Length != shapes.Count)
        {
            throw node.Invalid($"its equation {Printable.Quote(text)} is for {terms.Length} operands, and it has {shapes.Count}.");
        }

        int[][] operands = terms.Select((term, i) => Labels(node, term, shapes[i].Rank)).ToArray();
        int ellipsis = -operands.SelectMany(labels => labels).Append(0).Min();
        int[] result = arrow < 0 ? Implicit(operands, ellipsis) : ResultLabels(node, equation.Substring(arrow + 2), ellipsis);
        if (result.Distinct().Count() != result.Length || result.Any(label => !operands.Any(o => o.Contains(label))))
        {
            throw node.Invalid($"its equation {Printable.Quote(text)} has no such result.");
        }

        return new EinsumEquation(operands, result);
    }

    /// <summary>The ellipsis takes the axes that the letters leave.</summary>
    private static int[] Labels(NodeContext node, string term, int rank)
    {
        int dots = term.IndexOf("...", System.StringComparison.Ordinal);
        int letters = dots < 0 ? term.Length : term.Length - 3;
        if (dots < 0 ? letters != rank : letters > rank)
        {
            throw node.Invalid($"the term {Printable.Quote(term)} of its equation does not fit an operand of rank {rank}.");
        }

        return dots < 0
            ? term.Select(c => Letter(node, c)).ToArray()
            : [.. term.Substring(0, dots).Select(c => Letter(node, c)), .. Ellipsis(rank - letters), .. term.Substring(dots + 3).Select(c => Letter(node, c))];
    }

    private static int[] ResultLabels(NodeContext node, string term, int ellipsis)
    {
        int dots = term.IndexOf("...", System.StringComparison.Ordinal);
        return Labels(node, term, dots < 0 ? term.Length : term.Length - 3 + ellipsis);
    }

    /// <summary>Without an arrow: the ellipsis, then the letters that occur once, in their order.</summary>
    private static int[] Implicit(int[][] operands, int ellipsis) =>
        [.. Ellipsis(ellipsis), .. operands.SelectMany(labels => labels).Where(l => l >= 0).GroupBy(l => l).Where(g => g.Count() == 1).Select(g => g.Key).OrderBy(l => l)];

    private static IEnumerable<int> Ellipsis(int count) => Enumerable.Range(-count, count);

    private static int Letter(NodeContext node, char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? c : throw node.Invalid($"its equation has the character {Printable.Quote(c.ToString())}.");
}
