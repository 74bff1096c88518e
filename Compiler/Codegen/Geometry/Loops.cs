using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Geometry;

/// <summary>
/// A loop nest over the axes of a tensor with one stride per operand and axis, collapsed: axes of extent 1 vanish and neighbours that every operand
/// walks without a gap become one, so that the innermost loop is as long as it can be.
/// </summary>
internal sealed class Loops
{
    /// <summary>The dimensions of Runtime's LoopNest.</summary>
    private const int MaximumRank = 8;

    private readonly List<int> _extents = [];
    private readonly List<int>[] _strides;

    /// <param name="extents">Extents of the axes, outermost first.</param>
    /// <param name="strides">Per operand, one stride per axis; 0 broadcasts.</param>
    public Loops(IReadOnlyList<int> extents, params int[][] strides)
        : this(extents, keepInnermost: false, strides)
    {
    }

    /// <param name="extents">Extents of the axes, outermost first.</param>
    /// <param name="keepInnermost">The last axis has a meaning of its own - a row that sums to one - and stays the innermost loop.</param>
    /// <param name="strides">Per operand, one stride per axis; 0 broadcasts.</param>
    public Loops(IReadOnlyList<int> extents, bool keepInnermost, params int[][] strides)
    {
        bool Last(int axis) => keepInnermost && axis == extents.Count - 1;
        _strides = strides.Select(_ => new List<int>()).ToArray();
        for (int axis = 0; axis < extents.Count; axis++)
        {
            if (extents[axis] == 1 && !Last(axis))
            {
                continue;
            }

            int open = _extents.Count - 1;
            if (open >= 0 && !Last(axis) && Enumerable.Range(0, strides.Length).All(o => _strides[o][open] == strides[o][axis] * extents[axis]))
            {
                _extents[open] *= extents[axis];
                for (int o = 0; o < strides.Length; o++)
                {
                    _strides[o][open] = strides[o][axis];
                }
            }
            else
            {
                _extents.Add(extents[axis]);
                for (int o = 0; o < strides.Length; o++)
                {
                    _strides[o].Add(strides[o][axis]);
                }
            }
        }

        if (_extents.Count > MaximumRank)
        {
            throw new ModelException(
                ProblemKind.UnsupportedType,
                $"A tensor is walked along {_extents.Count} axes [{string.Join(",", _extents)}] that cannot be merged; kernels have {MaximumRank}. Export the model with tensors of lower rank.");
        }

        if (_extents.Count == 0)
        {
            // A single element.
            _extents.Add(1);
            foreach (List<int> operand in _strides)
            {
                operand.Add(1);
            }
        }
    }

    public IReadOnlyList<int> Extents => _extents;

    public IReadOnlyList<int> Strides(int operand) => _strides[operand];

    /// <summary>The strides with which a view is read when it broadcasts to a shape.</summary>
    public static int[] Broadcast(View view, Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int missing = shape.Rank - view.Shape.Rank;
        for (int axis = missing; axis < shape.Rank; axis++)
        {
            strides[axis] = view.Shape[axis - missing] == 1 ? 0 : view.Strides[axis - missing];
        }

        return strides;
    }

    /// <summary>The C# construction of Runtime's LoopNest.</summary>
    public string Construction =>
        $"new octavo::LoopNest({Literal.Ints(_extents)}, {string.Join(", ", _strides.Select(s => Literal.Ints(s)))})";
}
