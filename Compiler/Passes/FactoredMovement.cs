using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// A chain of Reshape and Transpose as one permutation of factors: the input's dimensions split so finely that every reshape in the chain only splits and
/// merges along factors.
/// </summary>
internal sealed class FactoredMovement
{
    private readonly Shape _from;
    private readonly List<Factor> _source;
    private List<Factor> _result;
    private Shape _to;

    public FactoredMovement(Shape from)
    {
        _from = from;
        _to = from;
        _source = from.Dimensions.Where(d => d != 1).Select(d => new Factor(d)).ToList();
        _result = [.. _source];
    }

    /// <summary>Continues with a Reshape or Transpose of the present result; false when the sizes have no common refinement.</summary>
    public bool TryContinue(Node link) => link.Op is Transpose transpose ? TryTranspose(transpose.Permutation) : TryReshape(link.Y.Shape);

    private bool TryTranspose(int[] permutation)
    {
        if (!TryReshape(_to))
        {
            return false;
        }

        List<List<Factor>> axes = Axes(_to, _result);
        _result = permutation.SelectMany(i => axes[i]).ToList();
        _to = Permutations.Apply(_to, permutation);
        return true;
    }

    /// <summary>False, with nothing changed but finer factors, when the sizes have no common refinement.</summary>
    private bool TryReshape(Shape shape)
    {
        int next = 0;
        foreach (int dimension in shape.Dimensions)
        {
            for (int left = dimension; left > 1; next++)
            {
                Factor factor = _result[next];
                if (left % factor.Size == 0)
                {
                    left /= factor.Size;
                }
                else if (factor.Size % left == 0)
                {
                    Split(factor, left);
                    left = 1;
                }
                else
                {
                    return false;
                }
            }
        }

        _to = shape;
        return true;
    }

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

    /// <summary>
    /// For a movement that keeps the shape and moves elements within each axis only: which input index each output index reads, null for
    /// an axis that stays as it is. Null when elements cross axes.
    /// </summary>
    public int[]?[]? OrderWithinAxes()
    {
        if (!_from.Equals(_to))
        {
            return null;
        }

        List<List<Factor>> from = Axes(_from, _source), to = Axes(_to, _result);
        return from.Zip(to, (a, b) => a.OrderBy(_source.IndexOf).SequenceEqual(b.OrderBy(_source.IndexOf))).All(same => same)
            ? from.Zip(to, (a, b) => a.SequenceEqual(b) ? null : Order(b)).ToArray()
            : null;
    }

    /// <summary>
    /// For a movement that moves elements within the rows of its result only: which element of the row, as the input has it, each element of the row reads.
    /// Null when elements cross rows.
    /// </summary>
    public int[]? OrderWithinRows()
    {
        List<Factor> row = Axes(_to, _result)[_to.Rank - 1];
        int rows = _result.Count - row.Count;
        return _result.Take(rows).SequenceEqual(_source.Take(rows)) ? Order(row) : null;
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

    /// <summary>Which factors make up each axis.</summary>
    private static List<List<Factor>> Axes(Shape shape, List<Factor> factors)
    {
        var axes = new List<List<Factor>>();
        int next = 0;
        foreach (int dimension in shape.Dimensions)
        {
            var axis = new List<Factor>();
            for (int size = 1; size < dimension; size *= factors[next++].Size)
            {
                axis.Add(factors[next]);
            }

            axes.Add(axis);
        }

        return axes;
    }

    /// <summary>For each index along the joined result factors, the index along the same factors in source order.</summary>
    private int[] Order(List<Factor> result)
    {
        var strides = new Dictionary<Factor, int>();
        int stride = 1;
        foreach (Factor factor in result.OrderByDescending(_source.IndexOf))
        {
            strides.Add(factor, stride);
            stride *= factor.Size;
        }

        int[] order = [0];
        foreach (Factor factor in result)
        {
            order = order.SelectMany(i => Enumerable.Range(0, factor.Size).Select(step => i + (step * strides[factor]))).ToArray();
        }

        return order;
    }

    /// <summary>Splits a factor so that its outer part has the size given.</summary>
    private void Split(Factor factor, int outer)
    {
        Factor[] parts = [new(outer), new(factor.Size / outer)];
        foreach (List<Factor> list in new[] { _source, _result })
        {
            int index = list.IndexOf(factor);
            list.RemoveAt(index);
            list.InsertRange(index, parts);
        }
    }

    /// <summary>A factor of the number of elements; two of the same size are different.</summary>
    private sealed class Factor(int size)
    {
        public int Size { get; } = size;
    }
}
