using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes.Algebra;

internal sealed partial class FactoredMovement
{
    /// <summary>The shortest chain that does the same: nothing, a Reshape, a Transpose, or a Transpose between one or two Reshapes.</summary>
    public List<Operator> Operators()
    {
        List<Factor[]> runs = Runs();
        int[] order = runs.Select(run => _source.IndexOf(run[0])).ToArray();
        int[] sorted = order.OrderBy(i => i).ToArray();
        int[] permutation = order.Select(i => Array.IndexOf(sorted, i)).ToArray();
        if (Permutations.IsIdentity(permutation))
        {
            return _from.Equals(_to) ? [] : [new Reshape(_to)];
        }

        if (AsTranspose() is { } transpose)
        {
            return [transpose];
        }

        var sizes = runs.Select(run => run.Aggregate(1, (size, factor) => size * factor.Size)).ToList();
        var operators = new List<Operator>
        {
            new Reshape(new Shape(sorted.Select(i => sizes[Array.IndexOf(order, i)]))),
            new Transpose(permutation),
            new Reshape(_to),
        };
        if (new Shape(sizes).Equals(_to))
        {
            operators.RemoveAt(2);
        }

        if (((Reshape)operators[0]).Shape.Equals(_from))
        {
            operators.RemoveAt(0);
        }

        return operators;
    }

    /// <summary>Factors of the result that lie side by side in the source too, joined.</summary>
    private List<Factor[]> Runs()
    {
        var runs = new List<Factor[]>();
        foreach (Factor factor in _result)
        {
            if (runs.Count > 0 && _source.IndexOf(factor) == _source.IndexOf(runs[runs.Count - 1].Last()) + 1)
            {
                runs[runs.Count - 1] = [.. runs[runs.Count - 1], factor];
            }
            else
            {
                runs.Add([factor]);
            }
        }

        return runs;
    }

    /// <summary>One transpose of the input's own axes, if that is what it is; axes of one are put wherever one is wanted.</summary>
    private Transpose? AsTranspose()
    {
        if (_from.Rank != _to.Rank)
        {
            return null;
        }

        List<List<Factor>> from = Axes(_from, _source), to = Axes(_to, _result);
        var free = Enumerable.Range(0, from.Count).ToList();
        int[] permutation = new int[to.Count];
        for (int axis = 0; axis < to.Count; axis++)
        {
            int place = free.FindIndex(i => from[i].SequenceEqual(to[axis]));
            if (place < 0)
            {
                return null;
            }

            permutation[axis] = free[place];
            free.RemoveAt(place);
        }

        return new Transpose(permutation);
    }

    /// <summary>
    /// For a movement of elements within each axis only: which input index each output index reads, null for an axis that stays as it is. Null when elements
    /// cross axes.
    /// </summary>
    public int[]?[]? OrderWithinAxes()
    {
        if (_from.Rank != _to.Rank)
        {
            return null;
        }

        List<List<Factor>> from = Axes(_from, _source), to = Axes(_to, _result);
        return from.Zip(to, (a, b) => a.Count(f => !_fixed.ContainsKey(f)) == b.Count && b.TrueForAll(a.Contains)).All(within => within)
            ? from.Zip(to, (a, b) => a.SequenceEqual(b) ? null : Order(a, b)).ToArray()
            : null;
    }

    /// <summary>
    /// For a movement of elements within the rows of its result only: which element of the row, as the input has it, each element of the row reads.
    /// Null when elements cross rows.
    /// </summary>
    public int[]? OrderWithinRows()
    {
        List<Factor> row = Axes(_to, _result)[_to.Rank - 1];
        int rows = _result.Count - row.Count;
        return _fixed.Count == 0 && _result.Take(rows).SequenceEqual(_source.Take(rows)) ? Order(_source.Skip(rows).ToList(), row) : null;
    }

    /// <summary>For each index along the joined result factors, the index along the joined source factors that it reads.</summary>
    private int[] Order(List<Factor> source, List<Factor> result)
    {
        var strides = new Dictionary<Factor, int>();
        int stride = 1;
        foreach (Factor factor in source.AsEnumerable().Reverse())
        {
            strides.Add(factor, stride);
            stride *= factor.Size;
        }

        int[] order = [source.Sum(factor => _fixed.TryGetValue(factor, out int index) ? index * strides[factor] : 0)];
        foreach (Factor factor in result)
        {
            order = order.SelectMany(i => Enumerable.Range(0, factor.Size).Select(step => i + (step * strides[factor]))).ToArray();
        }

        return order;
    }
}
