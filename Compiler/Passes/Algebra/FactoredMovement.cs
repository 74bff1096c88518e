using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes.Algebra;

/// <summary>
/// A chain of Reshape and Transpose as one permutation of factors: the input's dimensions split so finely that every reshape in the chain only splits and
/// merges along factors.
/// </summary>
internal sealed partial class FactoredMovement
{
    private readonly Shape _from;
    private readonly List<Factor> _source;
    private readonly Dictionary<Factor, int> _fixed = [];
    private List<Factor> _result;
    private Shape _to;

    public FactoredMovement(Shape from)
    {
        _from = from;
        _to = from;
        _source = from.Dimensions.Where(d => d != 1).Select(d => new Factor(d)).ToList();
        _result = [.. _source];
    }

    /// <summary>
    /// Continues with a Reshape or Transpose of the present result, or with a Pick of one index; false when the sizes have no common refinement, or for
    /// another operator.
    /// </summary>
    public bool TryContinue(Node link) => link.Op switch
    {
        Transpose transpose => TryTranspose(transpose.Permutation),
        Reshape reshape => TryReshape(reshape.Shape),
        Pick pick => TryPick(pick),
        _ => false,
    };

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

    private bool TryPick(Pick pick)
    {
        int axis = Array.FindIndex(pick.Indices, i => i is not null);
        if (axis < 0 || pick.Indices.Count(i => i is not null) > 1 || pick.Indices[axis]!.Length != 1 || !TryReshape(_to))
        {
            return false;
        }

        int index = pick.Indices[axis]![0];
        List<Factor> picked = Axes(_to, _result)[axis];
        for (int i = picked.Count - 1; i >= 0; i--)
        {
            _fixed.Add(picked[i], index % picked[i].Size);
            index /= picked[i].Size;
        }

        _result.RemoveAll(picked.Contains);
        _to = _to.With(axis, 1);
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
