using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Lengths;

/// <summary>The shapes of the imported graph's values at every length that was looked at, and the formulas that they follow.</summary>
internal sealed class GraphShapes
{
    private readonly Graph _longest;
    private readonly List<Value> _values;
    private readonly SortedDictionary<int, List<Shape>> _shapes = [];
    private readonly HashSet<int> _degenerate = [];
    private readonly Dictionary<string, Formula?> _dimensions = [];

    /// <param name="most">The greatest length.</param>
    /// <param name="longest">The graph imported for it, before any pass.</param>
    public GraphShapes(int most, Graph longest)
    {
        _longest = longest;
        _values = Values(longest);
        _shapes.Add(most, Shapes(longest));
    }

    /// <summary>The lengths whose programs can be compared.</summary>
    public IReadOnlyList<int> Regular => _shapes.Keys.Where(l => !_degenerate.Contains(l)).ToList();

    /// <summary>The formulas of the dimensions that <see cref="Obstacle"/> found.</summary>
    public IReadOnlyList<Formula> Dimensions => _dimensions.Values.Where(f => f is not null).ToList()!;

    /// <summary>Takes in the graph imported for another length.</summary>
    /// <returns>How it differs in more than sizes, as the beginning of a sentence; null when it does not.</returns>
    public string? Add(int length, Graph graph)
    {
        if (graph.Nodes.Count != _longest.Nodes.Count)
        {
            return "the model has other operators";
        }

        foreach ((Node a, Node b) in _longest.Nodes.Zip(graph.Nodes, (a, b) => (a, b)))
        {
            if (a.Op.GetType() != b.Op.GetType() || a.Inputs.Count != b.Inputs.Count || a.Outputs.Count != b.Outputs.Count
                || a.Outputs.Zip(b.Outputs, (x, y) => x.Shape.Rank == y.Shape.Rank && x.Type.Element == y.Type.Element).Contains(false))
            {
                return $"{b.Op.Name} node '{Codegen.Writing.Literal.Comment(b.Name)}' stands in place of {a.Op.Name} node '{Codegen.Writing.Literal.Comment(a.Name)}'";
            }
        }

        List<Shape> shapes = Shapes(graph);
        _shapes.Add(length, shapes);
        bool degenerate = shapes.Zip(_values, (s, v) => s.Dimensions.Zip(v.Shape.Dimensions, (d, greatest) => d < 2 && d != greatest).Contains(true)).Contains(true);
        if (degenerate)
        {
            _degenerate.Add(length);
        }

        return null;
    }

    public bool IsDegenerate(int length) => _degenerate.Contains(length);

    /// <summary>What has no formula, or another size at a degenerate length than the formula says; null when all is well.</summary>
    public string? Obstacle()
    {
        for (int i = 0; i < _values.Count; i++)
        {
            for (int axis = 0; axis < _values[i].Shape.Rank; axis++)
            {
                Formula? formula = Dimension(i, axis);
                int? wrong = _shapes.Keys.Where(l => formula?.At(l) != _shapes[l][i][axis]).Select(l => (int?)l).FirstOrDefault();
                if (wrong is { } length)
                {
                    return $"'{Codegen.Writing.Literal.Comment(_values[i].Name)}' is {_shapes[length][i]} at length {length} and {_values[i].Shape} at {_shapes.Keys.Last()}, which follows no formula";
                }
            }
        }

        return null;
    }

    /// <summary>The shape of a value of the longest graph.</summary>
    public OpenShape Of(Value value)
    {
        int i = _values.IndexOf(value);
        Formula elements = Formula.Fit(Regular, Regular.Select(l => _shapes[l][i].Length).ToList(), Dimensions)
            ?? throw new ModelException(ProblemKind.SymbolicShape, $"The number of elements of '{Codegen.Writing.Literal.Comment(value.Name)}' follows no formula of the length. Write one length in InputShapes.");
        return new OpenShape(Enumerable.Range(0, value.Shape.Rank).Select(axis => Dimension(i, axis)!).ToList(), elements);
    }

    /// <summary>Which constant of a graph is no beginning of the longest graph's, as the beginning of a sentence; null when all are.</summary>
    public string? OtherConstant(Graph graph)
    {
        foreach ((Node a, Node b) in _longest.Nodes.Zip(graph.Nodes, (a, b) => (a, b)))
        {
            foreach ((Value? x, Value? y) in a.Inputs.Zip(b.Inputs, (x, y) => (x, y)))
            {
                bool same = y?.Data is { } data ? x?.Data is { } whole && whole.Bytes.AsSpan().StartsWith(data.Bytes) : x?.Data is null;
                if (!same)
                {
                    return $"{b.Op.Name} node '{Codegen.Writing.Literal.Comment(b.Name)}' reads another constant";
                }
            }
        }

        return null;
    }

    private Formula? Dimension(int value, int axis)
    {
        List<long> sizes = Regular.Select(l => (long)_shapes[l][value][axis]).ToList();
        string key = string.Join(",", sizes);
        if (!_dimensions.TryGetValue(key, out Formula? formula))
        {
            _dimensions.Add(key, formula = Formula.Fit(Regular, sizes, Dimensions));
        }

        return formula;
    }

    private static List<Value> Values(Graph graph) => graph.Inputs.Concat(graph.Nodes.SelectMany(n => n.Outputs)).Concat(graph.Outputs.Select(o => o.Value)).ToList();

    private static List<Shape> Shapes(Graph graph) => Values(graph).Select(v => v.Shape).ToList();
}
